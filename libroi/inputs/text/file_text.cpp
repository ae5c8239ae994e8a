#include "libroi/inputs/text/file_text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "libroi/core/error.hpp"
#include "libroi/core/interrupt.hpp"
#include "libroi/inputs/text/limits.hpp"

namespace roi::inputs {
namespace {

const char* name_of(std::filesystem::file_type type) {
  using Type = std::filesystem::file_type;
  switch (type) {
    case Type::directory: return "a directory";
    case Type::fifo: return "a pipe";
    case Type::socket: return "a socket";
    case Type::block:
    case Type::character: return "a device";
    default: return "no file";
  }
}

[[noreturn]] void too_large(const std::string& path, std::uintmax_t size) {
  throw FileError(path + ": has " + std::to_string(size) + " bytes, but must have at most " +
                  std::to_string(kLargestFile));
}

}  // namespace

std::string file_text(const std::string& path) {
  std::error_code error;
  if (path.find('\0') != std::string::npos) throw FileError(path.c_str() + std::string(": is no name of a file"));
  const auto status = std::filesystem::status(path, error);
  if (error) throw FileError(path + ": cannot be read: " + error.message());
  if (!std::filesystem::is_regular_file(status))
    throw FileError(path + ": is " + name_of(status.type()) + ", but must be a file");
  const auto size = std::filesystem::file_size(path, error);
  if (error) throw FileError(path + ": cannot be read: " + error.message());
  if (size > kLargestFile) too_large(path, size);
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw FileError(path + ": cannot be read: " + std::strerror(errno));
  constexpr std::size_t kAtOnce = std::size_t{1} << 20;
  std::string text;
  text.reserve(static_cast<std::size_t>(size) + 1);
  while (stream) {  // some files say 0 and hold more
    may_stop();
    const std::size_t before = text.size();
    text.resize(std::max(before + 1, std::min(before + kAtOnce, text.capacity())));
    stream.read(text.data() + before, static_cast<std::streamsize>(text.size() - before));
    text.resize(before + static_cast<std::size_t>(stream.gcount()));
    if (text.size() > kLargestFile) too_large(path, text.size());
    if (stream && text.size() == text.capacity()) text.reserve(text.size() + kAtOnce);
  }
  if (stream.bad()) throw FileError(path + ": cannot be read: " + std::strerror(errno));
  return text;
}

}  // namespace roi::inputs
