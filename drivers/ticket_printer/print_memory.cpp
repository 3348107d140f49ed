#include "ticket_printer/print_memory.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

#include "files/durable_file.hpp"

namespace antrean {
namespace {

constexpr char not_ended = '~';

}  // namespace

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
    const bool ended = !line.starts_with(not_ended);
    if (!ended) {
      line.erase(0, 1);
    }
    if (!line.empty()) {
      given_.push_back({.id = std::move(line), .ended = ended});
    }
  }
  if (in.bad()) {
    loaded_ = false;
    given_.clear();
    throw std::system_error(EIO, std::generic_category(), file_.string());
  }
}

std::deque<PrintMemory::Given>::iterator PrintMemory::find(std::string_view id) {
  return std::ranges::find(given_, id, &Given::id);
}

bool PrintMemory::knows(std::string_view id) {
  load();
  return find(id) != given_.end();
}

bool PrintMemory::ended(std::string_view id) {
  load();
  const auto found = find(id);
  return found != given_.end() && found->ended;
}

void PrintMemory::note(std::string id) { add({.id = std::move(id), .ended = false}); }

void PrintMemory::note_end(std::string id) { add({.id = std::move(id), .ended = true}); }

void PrintMemory::add(Given one) {
  load();
  std::deque<Given> next = given_;
  const auto before = std::ranges::find(next, one.id, &Given::id);
  if (before != next.end()) {
    before->ended = one.ended;
  } else {
    next.push_back(std::move(one));
  }
  while (next.size() > most) {
    next.pop_front();
  }
  std::string text;
  for (const Given& each : next) {
    text += (each.ended ? "" : std::string(1, not_ended)) + each.id + '\n';
  }
  if (!file_.empty()) {
    files::replace(file_, text);
  }
  given_ = std::move(next);
}

}  // namespace antrean
