// A ticket printer that prints into pictures: for the demo, and for tests. It is written from the printers'
// manuals and not from our driver: what it does not know it complains of.
//
// It behaves as a printer with a small buffer does. Questions (DLE EOT) are answered when they arrive, also
// while nothing can be printed. All other bytes wait in the buffer while it has no paper or its cover is
// open; when the buffer is full, no more are taken. Paper that is put in lets it go on where it stopped.
//
// io_context thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

namespace antrean::demo {

/// What came out of the printer between two cuts.
struct PrintedSlip {
  unsigned width = 0, height = 0;
  std::vector<std::uint8_t> rows;  ///< width / 8 bytes a row, 1 is black
  bool dark(unsigned x, unsigned y) const;
};
/// As a PNG file, one pixel a dot. Throws std::runtime_error.
std::string png_of(const PrintedSlip& slip);

class VirtualPrinter {
 public:
  struct Make {
    unsigned dots = 576;
    std::size_t buffer = 4096;
    bool answers = true;   ///< to DLE EOT
    bool confirms = true;  ///< answers GS r
  };

  /// On a port of 127.0.0.1; 0 chooses a free one.
  VirtualPrinter(boost::asio::io_context& io, Make make, std::uint16_t port);
  /// On a pseudo-terminal that `link` leads to, like a USB printer's device file.
  VirtualPrinter(boost::asio::io_context& io, Make make, std::filesystem::path link);
  ~VirtualPrinter();
  VirtualPrinter(const VirtualPrinter&) = delete;
  VirtualPrinter& operator=(const VirtualPrinter&) = delete;

  std::uint16_t port() const;

  void paper(bool there);
  bool has_paper() const;
  /// It runs out of paper by itself after this many rows.
  void paper_for(unsigned rows);
  void paper_nearly_used_up(bool low);
  void cover(bool open);
  /// It takes nothing, answers nothing and prints nothing.
  void hang(bool hung);
  /// Pulls its cable, with the power: what is in its buffer is lost. Or plugs it in again.
  void plug(bool in);

  const std::vector<PrintedSlip>& slips() const;
  /// Rows since the latest cut.
  unsigned rows_hanging_out() const;
  /// Bytes that came since the start.
  std::uint64_t heard() const;
  /// What was sent that is no command of a printer; empty in a good world.
  const std::vector<std::string>& complaints() const;
  void on_slip(std::function<void(const PrintedSlip&)> done);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace antrean::demo
