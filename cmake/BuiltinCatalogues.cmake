# libroi_builtin_catalogues(<target> <file>...): compiles catalogues into <target> (libroi/inputs/builtin.hpp).
#
# libroi/<room>/<name>.json becomes the catalogue <name>. The bytes stand as numbers: a compiler need not take a
# string literal this long, and no letter of the text can end it.
function(libroi_builtin_catalogues target)
  set(bytes "")
  set(rows "")
  foreach(path IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
    cmake_path(GET path STEM name)
    file(RELATIVE_PATH file ${PROJECT_SOURCE_DIR} ${path})
    file(READ ${path} text HEX)
    string(REGEX REPLACE "(................................)" "\\1\n    " text "${text}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," text "${text}")
    string(MAKE_C_IDENTIFIER ${name} id)
    string(APPEND bytes "constexpr char k_${id}[] = {\n    ${text}};\n")
    string(APPEND rows "\n    {\"${name}\", \"${file}\", {k_${id}, sizeof k_${id}}},")
  endforeach()
  list(LENGTH ARGN count)
  set(source ${PROJECT_BINARY_DIR}/builtin_catalogues.cpp)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [[// Made by cmake/BuiltinCatalogues.cmake.
#include <array>

#include "libroi/inputs/builtin.hpp"

namespace roi::inputs {
namespace {

@bytes@
constexpr std::array<BuiltinCatalogue, @count@> kCatalogues{{@rows@
}};

}  // namespace

std::span<const BuiltinCatalogue> builtin_catalogues() noexcept { return kCatalogues; }

}  // namespace roi::inputs
]])
  target_sources(${target} PRIVATE ${source})
endfunction()
