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
  set(CMAKE_CXX_COMPILER_LAUNCHER ${LIBROI_CCACHE})
endif()
