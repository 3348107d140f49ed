#include "access/access_log.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <spdlog/spdlog.h>

#include "files/durable_file.hpp"
#include "json/fields.hpp"

namespace antrean::portal {

using json::Is;

template <class Visit, Is<AccessEntry::Person> T>
void fields(Visit& visit, T& person) {
  visit("booking", person.booking);
  visit.if_there("nr", person.nr);
}

/// A line of the file. `about` is what the chain has as the row's body.
struct AccessAbout {
  std::uint64_t count = 0;
  std::vector<AccessEntry::Person> people;
};
template <class Visit, Is<AccessAbout> T>
void fields(Visit& visit, T& about) {
  visit.if_there("count", about.count);
  visit.if_there("people", about.people);
}
struct AccessLine {
  std::uint64_t seq = 0;
  std::uint64_t at = 0;
  std::string kind, who, about, hash;
};
template <class Visit, Is<AccessLine> T>
void fields(Visit& visit, T& line) {
  visit("seq", line.seq);
  visit("at", line.at);
  visit("kind", line.kind);
  visit("who", line.who);
  visit("about", line.about);
  visit("hash", line.hash);
}

namespace {

constexpr std::size_t longest_line = 1u << 20;

ChainRow row_of(const AccessLine& line) {
  return {.seq = line.seq,
          .at = static_cast<std::int64_t>(line.at),
          .opening = 0,
          .day = std::nullopt,
          .who_kind = "access",
          .who = line.who,
          .name = line.kind,
          .body = line.about};
}

[[noreturn]] void fail(int code, const std::string& what) {
  throw std::system_error(code, std::generic_category(), what);
}

/// What is wrong with the line as the next of the chain, or "".
std::string complaint(const Chain& chain, const std::string& text, std::uint64_t seq, Hash& head, AccessEntry& entry) {
  const auto line = json::read<AccessLine>(text, longest_line);
  const auto kind = line ? from_word<AccessKind>(line->kind) : std::nullopt;
  const auto about = line ? json::read<AccessAbout>(line->about, longest_line)
                          : boost::system::errc::make_error_code(boost::system::errc::bad_message);
  if (!line || !kind || !about) {
    return "it is no entry";
  }
  if (line->seq != seq) {
    return "it is entry " + std::to_string(line->seq) + ": one is missing or was moved";
  }
  const auto hash = chain.next(head, row_of(*line));
  if (hash_text(hash) != line->hash) {
    return "its hash is another: it was changed, or the key is another one";
  }
  head = hash;
  entry = {.at = from_ms(static_cast<std::int64_t>(line->at)),
           .kind = *kind,
           .who = line->who,
           .count = about->count,
           .people = about->people};
  return {};
}

}  // namespace

AccessLog::AccessLog(std::filesystem::path file, std::string key, const std::function<void(const AccessEntry&)>& each)
    : file_(std::move(file)), chain_(std::move(key)) {
  descriptor_ = ::open(file_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor_ < 0) {
    fail(errno, "the access log " + file_.string() + " cannot be opened");
  }
  try {
    files::sync_folder(files::folder_of(file_));
    std::ifstream in{file_, std::ios::binary};
    std::string text;
    while (std::getline(in, text) && !in.eof()) {
      AccessEntry entry;
      if (const auto wrong = complaint(chain_, text, seq_ + 1, head_, entry); !wrong.empty()) {
        throw std::runtime_error("the access log " + file_.string() + " is broken after entry " + std::to_string(seq_) +
                                 ": " + wrong + ". Look into it with: antrean-portal verify; " +
                                 "then move it away to begin a new one");
      }
      ++seq_;
      size_ += text.size() + 1;
      if (each) {
        each(entry);
      }
    }
    struct ::stat found {};
    if (::fstat(descriptor_, &found) != 0) {
      fail(errno, "the access log " + file_.string());
    }
    if (static_cast<std::uint64_t>(found.st_size) > size_) {
      spdlog::warn("the access log ends in half an entry, as after a power cut; it is cut off after entry {}", seq_);
      if (::ftruncate(descriptor_, static_cast<::off_t>(size_)) != 0) {
        fail(errno, "the access log " + file_.string() + " cannot be cut");
      }
    }
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

AccessLog::~AccessLog() { ::close(descriptor_); }

void AccessLog::add(const AccessEntry& entry) {
  AccessLine line{.seq = seq_ + 1,
                  .at = static_cast<std::uint64_t>(to_ms(entry.at)),
                  .kind = std::string{word(entry.kind)},
                  .who = entry.who,
                  .about = json::write(AccessAbout{entry.count, entry.people}),
                  .hash = {}};
  const auto hash = chain_.next(head_, row_of(line));
  line.hash = hash_text(hash);
  write(json::write(line) + "\n");
  ++seq_;
  head_ = hash;
}

void AccessLog::write(const std::string& line) {
  int why = broken_ ? EIO : 0;
  for (std::size_t done = 0; why == 0 && done < line.size();) {
    const auto wrote = ::write(descriptor_, line.data() + done, line.size() - done);
    if (wrote > 0) {
      done += static_cast<std::size_t>(wrote);
    } else if (wrote == 0 || errno != EINTR) {
      why = wrote == 0 ? ENOSPC : errno;
    }
  }
  if (why == 0 && ::fdatasync(descriptor_) != 0) {
    why = errno;
  }
  if (why != 0) {
    // The next entry must not continue half a line, nor follow one that nobody was told of.
    broken_ = ::ftruncate(descriptor_, static_cast<::off_t>(size_)) != 0;
    fail(why, "the access log " + file_.string() + " takes nothing");
  }
  size_ += line.size();
}

AccessReport AccessLog::verify(const std::filesystem::path& file, const std::string& key,
                               const std::function<void(const AccessEntry&)>& each) {
  const Chain chain{key};
  std::ifstream in{file, std::ios::binary};
  if (!in) {
    fail(errno, "the access log " + file.string() + " cannot be read");
  }
  AccessReport report;
  std::string text;
  // A line without its end is being written.
  while (std::getline(in, text) && !in.eof()) {
    AccessEntry entry;
    report.wrong = complaint(chain, text, report.entries + 1, report.head, entry);
    if (!report.wrong.empty()) {
      break;
    }
    ++report.entries;
    if (each) {
      each(entry);
    }
  }
  return report;
}

}  // namespace antrean::portal
