# What only libroi's own developers want; a project that embeds libroi is left alone.
if(NOT PROJECT_IS_TOP_LEVEL)
  return()
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(LIBROI_WERROR)
  add_compile_options(-Werror)
endif()

if(LIBROI_SANITIZE)
  add_compile_options(-fsanitize=${LIBROI_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${LIBROI_SANITIZE})
endif()

find_program(LIBROI_CCACHE ccache)
if(LIBROI_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${LIBROI_CCACHE})
endif()
