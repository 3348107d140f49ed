// The peer of `press`: a loop over libmodbus, as one writes it in an afternoon. It polls each pad with FC04
// and writes the pad's board when its news has changed. It journals nothing, knows no queue, no guard and no
// lamps, and leaves the gaps between frames to chance.
//
// usage: peer_libmodbus PORT BAUD BITS PADS FIRST_BOARD     BITS: of a character, 10 or 11
#include <array>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <modbus/modbus.h>

namespace {

constexpr int news_register = 0;
constexpr std::uint16_t attributes = 0x0008;

bool write_board(modbus_t* bus, int board, unsigned number) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "P%03u", number % 1000);
  const auto pair = [&](std::size_t at) {
    return static_cast<std::uint16_t>(static_cast<unsigned char>(text.at(at)) << 8 |
                                      static_cast<unsigned char>(text.at(at + 1)));
  };
  const std::array<std::uint16_t, 3> registers{attributes, pair(0), pair(2)};
  modbus_set_slave(bus, board);
  return modbus_write_registers(bus, 0, static_cast<int>(registers.size()), registers.data()) >= 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::fprintf(stderr, "usage: peer_libmodbus PORT BAUD BITS PADS FIRST_BOARD\n");
    return 2;
  }
  const int pads = std::atoi(argv[4]);
  const int first_board = std::atoi(argv[5]);
  modbus_t* bus = modbus_new_rtu(argv[1], std::atoi(argv[2]), 'N', 8, std::atoi(argv[3]) == 11 ? 2 : 1);
  if (bus == nullptr || modbus_connect(bus) != 0) {
    std::fprintf(stderr, "peer_libmodbus: %s: %s\n", argv[1], modbus_strerror(errno));
    return 1;
  }
  modbus_set_response_timeout(bus, 0, 200'000);
  struct Pad {
    bool known = false;
    std::uint16_t first = 0;
    std::uint16_t news = 0;
    bool owed = false;
  };
  std::vector<Pad> all(static_cast<std::size_t>(pads));
  for (;;) {
    for (int pad = 0; pad < pads; ++pad) {
      Pad& each = all[static_cast<std::size_t>(pad)];
      std::uint16_t news = 0;
      modbus_set_slave(bus, pad + 1);
      if (modbus_read_input_registers(bus, news_register, 1, &news) == 1) {
        if (!each.known) {
          each = {.known = true, .first = news, .news = news, .owed = false};
        }
        each.owed = each.owed || news != each.news;
        each.news = news;
      }
      if (each.owed) {
        each.owed = !write_board(bus, first_board + pad, static_cast<std::uint16_t>(each.news - each.first));
      }
    }
  }
}
