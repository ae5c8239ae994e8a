# examples/**/*.cpp: one program each; where <name>.expected.txt lies beside it, a test compares its output.
if(LIBROI_BUILD_EXAMPLES)
  file(GLOB_RECURSE examples CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/examples/*.cpp)
  foreach(source IN LISTS examples)
    cmake_path(GET source STEM name)
    cmake_path(REPLACE_EXTENSION source LAST_ONLY expected.txt OUTPUT_VARIABLE expected)
    add_executable(example_${name} ${source})
    target_link_libraries(example_${name} PRIVATE libroi::engine)
    target_include_directories(example_${name} PRIVATE ${PROJECT_SOURCE_DIR})
    if(LIBROI_BUILD_TESTS AND EXISTS ${expected})
      add_test(NAME example_${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
        COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:example_${name}> -DEXPECTED=${expected}
                -P ${PROJECT_SOURCE_DIR}/cmake/CompareOutput.cmake)
    endif()
  endforeach()
endif()

# docs/architecture.md, "Add a stream in ten minutes": its code blocks, written to files, built and run.
find_package(Python 3.10 COMPONENTS Interpreter)
if(LIBROI_BUILD_EXAMPLES AND LIBROI_BUILD_TESTS AND Python_FOUND)
  set(page ${PROJECT_SOURCE_DIR}/docs/architecture.md)
  set(folder ${PROJECT_BINARY_DIR}/pages/add_a_stream)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${page})
  execute_process(COMMAND ${Python_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tools/code_blocks.py ${page} ${folder}
    COMMAND_ERROR_IS_FATAL ANY)
  file(COPY ${PROJECT_SOURCE_DIR}/examples/small_center.json DESTINATION ${folder})
  add_executable(add_a_stream ${folder}/main.cpp)
  target_link_libraries(add_a_stream PRIVATE libroi::engine)
  target_compile_options(add_a_stream PRIVATE -O0)
  add_test(NAME docs_add_a_stream
    COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:add_a_stream> -DARGUMENT=${folder}/center.json
            -DEXPECTED=${folder}/expected.txt -P ${PROJECT_SOURCE_DIR}/cmake/CompareOutput.cmake)
endif()

# tests/benchmarks/*_bench.cpp: one program each.
if(LIBROI_BUILD_BENCHMARKS)
  find_package(benchmark CONFIG REQUIRED)
  file(GLOB benchmarks CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/benchmarks/*_bench.cpp)
  foreach(source IN LISTS benchmarks)
    cmake_path(GET source STEM name)
    add_executable(${name} ${source})
    target_link_libraries(${name} PRIVATE libroi::engine benchmark::benchmark_main)
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  endforeach()
  # It times the kernel itself, not through the engine, which would choose the machine's instructions.
  include(CheckCXXCompilerFlag)
  check_cxx_compiler_flag(-march=native LIBROI_HAS_MARCH_NATIVE)
  if(LIBROI_HAS_MARCH_NATIVE)
    target_compile_options(power_share_bench PRIVATE -march=native -fno-math-errno
      $<$<CXX_COMPILER_ID:GNU>:-fno-unswitch-loops;-mmove-max=256;-mstore-max=256>)  # as in IsaObjects.cmake
  endif()
endif()
