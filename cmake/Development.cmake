# What only libroi's own developers want; a project that embeds libroi is left alone.
if(NOT PROJECT_IS_TOP_LEVEL)
  return()
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(LIBROI_WERROR)
  add_compile_options(-Werror)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    add_compile_options(-Wno-restrict)  # false on "text" + std::string at -O2, GCC bug 105651
  endif()
endif()

if(LIBROI_SANITIZE)
  add_compile_options(-fsanitize=${LIBROI_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${LIBROI_SANITIZE})
endif()

find_program(LIBROI_CCACHE ccache)
if(LIBROI_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Precompiled headers are cached only so; the compiler's own list of included files spares a preprocessor's run.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_DEPEND=1 ${LIBROI_CCACHE})
endif()
