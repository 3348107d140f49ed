// Real processes that are killed while they append. What they acknowledged over a pipe must be in the file.

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>
#include <string>

#include "journal/journal.hpp"
#include "sample/sample.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::journal;
using namespace antrean::tests;

namespace {

constexpr int kills = 60;

/// Continues the journal for ever, and writes the number of each durable event to `acknowledge`.
[[noreturn]] void work(const Options& options, int acknowledge) {
  try {
    const auto journal = Journal::open(options);
    for (;;) {
      for (queue::Event& event : plain_day(monday, journal->last_seq() + 1, 50)) {
        Batch batch;
        batch.pads = {{"pad 3", 1, {static_cast<std::uint16_t>(event.seq), 0, 0, 0}}};
        batch.events.push_back(std::move(event));
        const std::uint64_t last = journal->append(batch).value().last_seq;
        if (::write(acknowledge, &last, sizeof last) != sizeof last) {
          ::_exit(3);
        }
      }
    }
  } catch (...) {
    ::_exit(4);
  }
}

}  // namespace

TEST_GROUP(Kill){};

TEST(Kill, NothingAcknowledgedIsLostWhenTheProcessIsKilledAtAnyMoment) {
  const Folder folder;
  Options options;
  options.file = folder / "journal.db";
  std::mt19937 random{7};
  std::uint64_t acknowledged = 0;
  for (int round = 0; round < kills; ++round) {
    int ends[2] = {};
    CHECK_EQUAL(0, ::pipe(ends));
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      work(options, ends[1]);
    }
    ::close(ends[1]);
    // Killed after a number of acknowledgements, so that the load of the machine does not decide what is
    // tested.
    const unsigned after = 1 + random() % 60;
    std::uint64_t last = 0;
    for (unsigned n = 0; n < after && ::read(ends[0], &last, sizeof last) == sizeof last; ++n) {
      acknowledged = last;
    }
    ::kill(child, SIGKILL);
    while (::read(ends[0], &last, sizeof last) == sizeof last) {
      acknowledged = last;
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK_TRUE(WIFSIGNALED(status));

    const auto journal = Journal::open(options);
    CHECK_TRUE(journal->last_seq() >= acknowledged);
    CHECK_TRUE(journal->last_seq() <= acknowledged + 1);
    CHECK_EQUAL(journal->last_seq() & 0xffff, journal->pads().at(0).presses[0]);
    CHECK_FALSE(journal->verify().bad.has_value());
  }
}
