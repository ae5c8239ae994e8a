# libroi_isa_objects(<target> <source>...): compiles each source once per instruction set into <target>.
#
#   level  flags              run on
#   v1     (baseline)         every x86-64, and every other machine
#   v3     -march=x86-64-v3   AVX2, FMA
#   v4     -march=x86-64-v4   AVX-512
#
# A source names its entry points with LIBROI_ISA_ENTRY (libroi/core/isa.hpp): extern "C", libroi_isa_<name>_<level>.
# Inline functions and templates compiled for v4 are weak symbols, and a linker that meets the baseline's copy of the
# same function keeps whichever comes first: an illegal instruction on an older machine. So each object is linked on
# its own (ld -r, COMDAT groups dissolved) and everything but its entry points is made local. Exceptions still pass:
# libstdc++ compares type_info by name. Inline variables exist once per level, so such code keeps no mutable globals.
#
# Under a sanitizer, and where there is no ELF, only v1 is built. The target's sources learn the levels as LIBROI_ISA_V3
# and LIBROI_ISA_V4 (0 or 1); its property LIBROI_ISA_OBJECTS lists the objects, and <target>_isa
# builds them alone.
function(libroi_isa_objects target)
  set(levels v1)
  set(localise FALSE)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$" AND CMAKE_SYSTEM_NAME STREQUAL "Linux" AND NOT LIBROI_SANITIZE)
    find_program(LIBROI_LD NAMES ld.bfd ld REQUIRED)
    find_program(LIBROI_OBJCOPY NAMES objcopy REQUIRED)
    list(APPEND levels v3 v4)
    set(localise TRUE)
  endif()
  foreach(level v3 v4)
    string(TOUPPER ${level} upper)
    list(FIND levels ${level} position)
    set(built 1)
    if(position EQUAL -1)
      set(built 0)
    endif()
    target_compile_definitions(${target} PRIVATE LIBROI_ISA_${upper}=${built})
  endforeach()

  foreach(source IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH source NORMALIZE OUTPUT_VARIABLE path)
    file(RELATIVE_PATH name ${CMAKE_CURRENT_SOURCE_DIR} ${path})
    string(REGEX REPLACE "\\.cpp$" "" name ${name})
    string(MAKE_C_IDENTIFIER ${name} name)
    foreach(level IN LISTS levels)
      set(object ${target}_${name}_${level})
      add_library(${object} OBJECT ${source})
      set_target_properties(${object} PROPERTIES POSITION_INDEPENDENT_CODE ON INTERPROCEDURAL_OPTIMIZATION OFF)
      target_link_libraries(${object} PRIVATE libroi_core)
      target_include_directories(${object} PRIVATE ${PROJECT_SOURCE_DIR})
      target_compile_definitions(${object} PRIVATE LIBROI_ISA=${level})
      target_compile_options(${object} PRIVATE -fno-math-errno -fno-lto $<$<NOT:$<CONFIG:Debug>>:-O3>
        $<$<CXX_COMPILER_ID:GNU>:-fno-unswitch-loops;-fno-gnu-unique>)
      if(NOT level STREQUAL "v1")
        # GCC 12 copies structs by 16 bytes unless told: a wide load of what was just stored so would stall.
        string(REPLACE v4 512 width ${level})
        string(REPLACE v3 256 width ${width})
        target_compile_options(${object} PRIVATE -march=x86-64-${level}
          $<$<CXX_COMPILER_ID:GNU>:-mmove-max=${width};-mstore-max=${width}>)
      endif()
      if(localise)
        set(localised ${CMAKE_CURRENT_BINARY_DIR}/isa/${object}.o)
        add_custom_command(OUTPUT ${localised}
          COMMAND ${LIBROI_LD} -r --force-group-allocation -o ${localised} $<TARGET_OBJECTS:${object}>
          COMMAND ${LIBROI_OBJCOPY} --wildcard --keep-global-symbol=libroi_isa_* ${localised}
          DEPENDS ${object} $<TARGET_OBJECTS:${object}>
          COMMENT "Localising ${object}"
          VERBATIM)
        target_sources(${target} PRIVATE ${localised})
        set_property(TARGET ${target} APPEND PROPERTY LIBROI_ISA_OBJECTS ${localised})
        set_source_files_properties(${localised} PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
      else()
        target_sources(${target} PRIVATE $<TARGET_OBJECTS:${object}>)
      endif()
    endforeach()
  endforeach()
  file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/isa)
  add_custom_target(${target}_isa DEPENDS $<TARGET_PROPERTY:${target},LIBROI_ISA_OBJECTS>)
endfunction()
