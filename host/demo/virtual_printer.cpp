#include "demo/virtual_printer.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <fmt/format.h>
#include <png.h>

namespace antrean::demo {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

constexpr std::uint8_t nul = 0, lf = 0x0A, dle = 0x10, esc = 0x1B, gs = 0x1D;

}  // namespace

bool PrintedSlip::dark(unsigned x, unsigned y) const {
  return ((rows[std::size_t{y} * (width / 8) + x / 8] >> (7 - x % 8)) & 1u) != 0;
}

std::string png_of(const PrintedSlip& slip) {
  std::vector<std::uint8_t> pixels(std::size_t{slip.width} * slip.height);
  for (unsigned y = 0; y < slip.height; ++y) {
    for (unsigned x = 0; x < slip.width; ++x) {
      pixels[std::size_t{y} * slip.width + x] = slip.dark(x, y) ? 0 : 255;
    }
  }
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = slip.width;
  image.height = slip.height;
  image.format = PNG_FORMAT_GRAY;
  png_alloc_size_t size = 0;
  std::string png;
  if (png_image_write_get_memory_size(image, size, 0, pixels.data(), 0, nullptr) != 0) {
    png.resize(size);
    if (png_image_write_to_memory(&image, png.data(), &size, 0, pixels.data(), 0, nullptr) != 0) {
      png.resize(size);
      return png;
    }
  }
  throw std::runtime_error(std::string("png: ") + image.message);
}

struct VirtualPrinter::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::io_context& io, Make make_) : make(make_), acceptor(io), line(io) {}

  // The cable

  void listen(std::uint16_t wanted) {
    network = true;
    const tcp::endpoint at(asio::ip::address_v4::loopback(), wanted);
    acceptor.open(at.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    // A printer has little memory, and so must this end: otherwise the kernel takes what it does not.
    acceptor.set_option(asio::socket_base::receive_buffer_size(static_cast<int>(make.buffer)));
    acceptor.bind(at);
    acceptor.listen(1);
    number = acceptor.local_endpoint().port();
    accept();
  }
  void accept() {
    acceptor.async_accept([self = shared_from_this()](error_code error, tcp::socket socket) {
      if (error) {
        return;
      }
      // One connection, as printers have: the latest.
      error_code ignored;
      self->line.close(ignored);
      self->line.assign(socket.release());
      self->read();
      self->accept();
    });
  }
  void open_terminal() {
    const int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) {
      fail("a pseudo-terminal for the printer");
    }
    termios raw{};
    if (tcgetattr(master, &raw) == 0) {
      cfmakeraw(&raw);
      tcsetattr(master, TCSANOW, &raw);
    }
    // Held open, so that the master can be read while nobody has opened it.
    held = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    std::filesystem::remove(link);
    std::filesystem::create_symlink(ptsname(master), link);
    line.assign(master);
    read();
  }
  void plug(bool in) {
    if (in == plugged) {
      return;
    }
    plugged = in;
    ++lives;
    if (in) {
      network ? listen(number) : open_terminal();
      return;
    }
    error_code ignored;
    acceptor.close(ignored);
    line.close(ignored);
    if (held >= 0) {
      close(std::exchange(held, -1));
      std::filesystem::remove(link);
    }
    buffer.clear();
    questions.clear();
    row_bytes = rows_left = 0;
    slip = {};  // torn off
  }

  void read() {
    if (hung || reading || !line.is_open()) {
      return;
    }
    const std::size_t room = make.buffer - std::min(make.buffer, buffer.size());
    if (room == 0) {
      return;
    }
    reading = true;
    line.async_read_some(asio::buffer(incoming.data(), std::min(room, incoming.size())),
                         [self = shared_from_this(), of = lives](error_code error, std::size_t count) {
                           self->reading = false;
                           if (error == asio::error::operation_aborted || of != self->lives) {
                             self->read();  // of the line that took its place
                             return;
                           }
                           if (error) {
                             error_code ignored;
                             self->line.close(ignored);
                             return;
                           }
                           self->receive(std::string_view(self->incoming.data(), count));
                         });
  }
  void answer(std::uint8_t byte) {
    // Whoever asked may be gone; that must not end this program by a signal.
    [[maybe_unused]] const auto sent =
        network ? ::send(line.native_handle(), &byte, 1, MSG_NOSIGNAL) : ::write(line.native_handle(), &byte, 1);
  }

  // What arrives

  void receive(std::string_view bytes) {
    heard += bytes.size();
    for (const char byte : bytes) {
      buffer.push_back(static_cast<std::uint8_t>(byte));
      // DLE EOT n is carried out on arrival, wherever it stands.
      questions.push_back(static_cast<std::uint8_t>(byte));
      if (questions.size() > 3) {
        questions.erase(questions.begin());
      }
      if (questions.size() == 3 && questions[0] == dle && questions[1] == 0x04 && make.answers && !hung) {
        real_time(questions[2]);
      }
    }
    work();
  }
  void real_time(std::uint8_t question) {
    const bool stopped = !has_paper || cover_open;
    switch (question) {
      case 1:
        answer(static_cast<std::uint8_t>(0x16 | (stopped ? 0x08 : 0)));  // with a drawer, as many report
        break;
      case 2:
        answer(static_cast<std::uint8_t>(0x12 | (cover_open ? 0x04 : 0) | (!has_paper ? 0x20 : 0)));
        break;
      case 3:
        answer(0x12);
        break;
      case 4:
        answer(static_cast<std::uint8_t>(0x12 | (paper_low || !has_paper ? 0x0C : 0) | (!has_paper ? 0x60 : 0)));
        break;
      default:
        complain(fmt::format("DLE EOT {}", question));
    }
  }

  // What is printed

  bool can_print() const { return !hung && has_paper && !cover_open; }

  void work() {
    while (can_print() && !buffer.empty() && step()) {
    }
    read();
  }
  void complain(std::string what) {
    if (complaints.size() < 20) {
      complaints.push_back(std::move(what));
    }
  }
  void take(std::size_t count) { buffer.erase(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(count)); }

  void row(const std::uint8_t* bytes, std::size_t count) {
    slip.width = make.dots;
    std::vector<std::uint8_t> dots(make.dots / 8, 0);
    std::copy_n(bytes, std::min(count, dots.size()), dots.begin());
    slip.rows.insert(slip.rows.end(), dots.begin(), dots.end());
    ++slip.height;
    if (paper_left && --*paper_left == 0) {
      paper_left.reset();
      has_paper = false;
    }
  }
  void move(unsigned rows) {
    const std::vector<std::uint8_t> white(make.dots / 8, 0);
    for (unsigned i = 0; i < rows && has_paper; ++i) {
      row(white.data(), white.size());
    }
  }
  void finish_slip() { slips.push_back(std::exchange(slip, {})); }

  /// False: the rest of the command has not come.
  bool step() {
    if (rows_left > 0) {
      if (buffer.size() < row_bytes) {
        return false;
      }
      const std::vector<std::uint8_t> dots(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(row_bytes));
      take(row_bytes);
      --rows_left;
      row(dots.data(), dots.size());
      return true;
    }
    const std::uint8_t first = buffer[0];
    const auto at = [this](std::size_t index) { return buffer[index]; };
    const auto have = [this](std::size_t count) { return buffer.size() >= count; };
    if (first == nul) {
      take(1);
    } else if (first == lf) {
      take(1);
      move(30);
    } else if (first == dle) {
      if (!have(3)) {
        return false;
      }
      if (at(1) != 0x04) {
        complain(fmt::format("DLE {:02x}", at(1)));
      }
      take(3);
    } else if (first == esc) {
      if (!have(2)) {
        return false;
      }
      if (at(1) == '@') {
        take(2);
      } else if (at(1) == 'J') {
        if (!have(3)) {
          return false;
        }
        const unsigned rows = at(2);
        take(3);
        move(rows);
      } else {
        complain(fmt::format("ESC {:02x}", at(1)));
        take(2);
      }
    } else if (first == gs) {
      return have(2) && of_gs();
    } else {
      complain(fmt::format("the byte {:02x}", first));
      take(1);
    }
    return true;
  }
  bool of_gs() {
    const std::uint8_t second = buffer[1];
    if (second == 'v') {
      if (buffer.size() < 8) {
        return false;
      }
      const unsigned width = buffer[4] + 256u * buffer[5];
      const unsigned height = buffer[6] + 256u * buffer[7];
      if (buffer[2] != '0' || buffer[3] != 0 || width == 0 || width > make.dots / 8 || height == 0) {
        complain(fmt::format("GS v {} {} {}x{}", buffer[2], buffer[3], width, height));
      }
      row_bytes = width;
      rows_left = height;
      take(8);
      return true;
    }
    if (second == 'V') {
      if (buffer.size() < 3) {
        return false;
      }
      const bool feeds = buffer[2] == 65 || buffer[2] == 66;
      if (feeds && buffer.size() < 4) {
        return false;
      }
      if (!feeds && buffer[2] > 1 && buffer[2] != 48 && buffer[2] != 49) {
        complain(fmt::format("GS V {}", buffer[2]));
      }
      take(feeds ? 4 : 3);
      finish_slip();
      if (told) {
        told(slips.back());
      }
      return true;
    }
    if (second == 'r') {
      if (buffer.size() < 3) {
        return false;
      }
      if (buffer[2] != 1 && buffer[2] != 49) {
        complain(fmt::format("GS r {}", buffer[2]));
      }
      take(3);
      if (make.confirms) {
        answer(paper_low ? 0x03 : 0x00);
      }
      return true;
    }
    complain(fmt::format("GS {:02x}", second));
    take(2);
    return true;
  }

  Make make;
  bool network = false;
  std::uint16_t number = 0;
  std::filesystem::path link;
  int held = -1;
  tcp::acceptor acceptor;
  asio::posix::stream_descriptor line;
  std::array<char, 1024> incoming{};
  bool reading = false;
  unsigned lives = 0;  ///< what arrived in an earlier one is gone
  bool plugged = true, hung = false, has_paper = true, cover_open = false, paper_low = false;
  std::optional<unsigned> paper_left;
  std::uint64_t heard = 0;
  std::vector<std::uint8_t> buffer;
  std::vector<std::uint8_t> questions;  ///< the last three bytes
  std::size_t row_bytes = 0, rows_left = 0;
  PrintedSlip slip;
  std::vector<PrintedSlip> slips;
  std::vector<std::string> complaints;
  std::function<void(const PrintedSlip&)> told;
};

VirtualPrinter::VirtualPrinter(asio::io_context& io, Make make, std::uint16_t port)
    : impl_(std::make_shared<Impl>(io, make)) {
  impl_->listen(port);
}
VirtualPrinter::VirtualPrinter(asio::io_context& io, Make make, std::filesystem::path link)
    : impl_(std::make_shared<Impl>(io, make)) {
  impl_->link = std::move(link);
  impl_->open_terminal();
}
VirtualPrinter::~VirtualPrinter() {
  impl_->told = nullptr;
  impl_->plug(false);
}

std::uint16_t VirtualPrinter::port() const { return impl_->number; }

void VirtualPrinter::paper(bool there) {
  impl_->has_paper = there;
  impl_->paper_left.reset();
  impl_->work();
}
bool VirtualPrinter::has_paper() const { return impl_->has_paper; }
void VirtualPrinter::paper_for(unsigned rows) { impl_->paper_left = rows; }
void VirtualPrinter::paper_nearly_used_up(bool low) { impl_->paper_low = low; }
void VirtualPrinter::cover(bool open) {
  impl_->cover_open = open;
  impl_->work();
}
void VirtualPrinter::hang(bool hung) {
  impl_->hung = hung;
  if (!hung) {
    impl_->work();
  }
}
void VirtualPrinter::plug(bool in) { impl_->plug(in); }

const std::vector<PrintedSlip>& VirtualPrinter::slips() const { return impl_->slips; }
unsigned VirtualPrinter::rows_hanging_out() const { return impl_->slip.height; }
std::uint64_t VirtualPrinter::heard() const { return impl_->heard; }
const std::vector<std::string>& VirtualPrinter::complaints() const { return impl_->complaints; }
void VirtualPrinter::on_slip(std::function<void(const PrintedSlip&)> done) { impl_->told = std::move(done); }

}  // namespace antrean::demo
