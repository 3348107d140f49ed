#include "store/sqlite/mark.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace antrean::portal {
namespace {

constexpr std::size_t generation_digits = 32;
constexpr std::size_t change_digits = 19;
constexpr std::size_t length = generation_digits + 1 + change_digits + 1;

std::optional<Mark> parse(std::string_view text) {
  if (text.size() != length || text[generation_digits] != ' ' || text.back() != '\n') {
    return std::nullopt;
  }
  Mark mark{std::string{text.substr(0, generation_digits)}, 0};
  const bool hex =
      std::ranges::all_of(mark.generation, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  const char* const from = text.data() + generation_digits + 1;
  const auto [end, error] = std::from_chars(from, from + change_digits, mark.change);
  if (!hex || error != std::errc{} || end != from + change_digits) {
    return std::nullopt;
  }
  return mark;
}

[[noreturn]] void fail(const std::filesystem::path& file, const char* what) {
  throw std::system_error(errno, std::generic_category(),
                          "the mark " + file.string() + " beside the database cannot be " + what);
}

}  // namespace

MarkFile::MarkFile(std::filesystem::path file) : file_(std::move(file)) {
  if (file_.empty()) {
    return;
  }
  descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor_ < 0) {
    fail(file_, "opened");
  }
  std::array<char, length + 1> text{};
  const auto read = ::pread(descriptor_, text.data(), text.size(), 0);
  if (read > 0) {
    mark_ = parse({text.data(), static_cast<std::size_t>(read)});
  }
}

MarkFile::~MarkFile() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

void MarkFile::write(const Mark& mark, bool synced) {
  mark_ = mark;
  if (!kept()) {
    return;
  }
  const auto text = fmt::format("{} {:019}\n", mark.generation, mark.change);
  const bool written =
      ::pwrite(descriptor_, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()) &&
      (!synced || (::ftruncate(descriptor_, static_cast<off_t>(text.size())) == 0 && ::fdatasync(descriptor_) == 0));
  if (written) {
    return;
  }
  if (synced) {
    fail(file_, "written");
  }
  spdlog::warn("the mark {} beside the database cannot be written: {}", file_.string(),
               std::generic_category().message(errno));
}

}  // namespace antrean::portal
