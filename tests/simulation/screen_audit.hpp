// The book of the entrance's screen: whose answer stands there, from what the journal says was answered and
// what the feed shows. Whoever holds up a code reads an answer of their own: one given after they did, or the
// one that already stands there large for the very same code.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "queue/events.hpp"
#include "values/snapshot.hpp"
#include "verdict.hpp"

namespace antrean::simulation {

class ScreenAudit {
 public:
  explicit ScreenAudit(Verdict& verdict) : verdict_(verdict) {}

  /// What a code with a bad signature is called: what it would say is nobody's to know.
  static constexpr const char* forged = "forged";
  /// Anything that is no booking code.
  static constexpr const char* stray = "stray";

  void see(const queue::Event& event);
  void shown(const EntranceView& view);

  using Reader = std::uint64_t;
  /// `code`: for people, or one of the two above.
  Reader holds_up(std::string who, std::string code);
  /// Some seconds later, and the office has been well all the time.
  void reads(Reader reader);
  void forget(Reader reader) { readers_.erase(reader); }

 private:
  struct Person {
    std::string who;
    std::string code;
    std::uint64_t after = 0;  ///< the answer that stood there before
    bool has_read = false;
  };
  bool belongs(std::uint64_t answer, const std::string& code) const;
  void answer(const std::string& code) { codes_[++seq_] = code; }

  Verdict& verdict_;
  std::map<std::uint64_t, std::string> codes_;  ///< by the answer's number on the screen
  std::uint64_t seq_ = 0;
  EntranceView view_;
  std::map<Reader, Person> readers_;
  Reader last_ = 0;
};

}  // namespace antrean::simulation
