// A speaker for tests. It stores what it was asked to say.
#pragma once

#include <utility>
#include <vector>

#include "speaker/speaker.hpp"

namespace antrean {

class FakeSpeaker final : public Speaker {
 public:
  void announce(Announcement announcement) override { announced.push_back(std::move(announcement)); }
  void withdraw(std::uint64_t call) override { withdrawn.push_back(call); }
  void signal(EntranceSound sound) override { signals.push_back(sound); }
  boost::asio::awaitable<void> run() override { co_return; }
  SpeakerHealth health() const override { return {.online = true, .error = {}, .spoken = announced.size()}; }

  std::vector<Announcement> announced;
  std::vector<std::uint64_t> withdrawn;
  std::vector<EntranceSound> signals;
};

}  // namespace antrean
