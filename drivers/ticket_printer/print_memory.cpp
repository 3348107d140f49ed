#include "ticket_printer/print_memory.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

#include "files/durable_file.hpp"

namespace antrean {

void PrintMemory::load() {
  if (std::exchange(loaded_, true) || file_.empty()) {
    return;
  }
  std::ifstream in(file_);
  if (!in.is_open()) {
    const int error = errno;
    if (error == ENOENT) {
      return;
    }
    loaded_ = false;
    throw std::system_error(error, std::generic_category(), file_.string());
  }
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) {
      ids_.push_back(std::move(line));
    }
  }
  if (in.bad()) {
    loaded_ = false;
    ids_.clear();
    throw std::system_error(EIO, std::generic_category(), file_.string());
  }
}

bool PrintMemory::knows(std::string_view id) {
  load();
  return std::ranges::find(ids_, id) != ids_.end();
}

void PrintMemory::note(std::string id) {
  load();
  std::string text;
  const std::size_t left_out = ids_.size() < most ? 0 : ids_.size() - most + 1;
  for (std::size_t i = left_out; i < ids_.size(); ++i) {
    text += ids_[i] + '\n';
  }
  text += id + '\n';
  if (!file_.empty()) {
    files::replace(file_, text);
  }
  ids_.erase(ids_.begin(), ids_.begin() + static_cast<std::ptrdiff_t>(left_out));
  ids_.push_back(std::move(id));
}

}  // namespace antrean
