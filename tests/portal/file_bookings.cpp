#include <fstream>
#include <iterator>

#include "scratch_bookings.hpp"
#include "scratch_folder.hpp"
#include "store/sqlite/copies.hpp"
#include "store/sqlite/sqlite_database.hpp"

namespace antrean::portal_test {

struct ScratchBookings::Inside {
  ScratchFolder folder;
  std::filesystem::path file = folder / "portal.db";
};

ScratchBookings::ScratchBookings() : inside_(std::make_unique<Inside>()) {}
ScratchBookings::ScratchBookings(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
ScratchBookings::ScratchBookings(ScratchBookings&&) noexcept = default;
ScratchBookings::~ScratchBookings() = default;

ScratchBookings ScratchBookings::copy() const {
  auto made = std::make_unique<Inside>();
  std::filesystem::copy_file(inside_->file, made->file);
  return ScratchBookings{std::move(made)};
}

bool ScratchBookings::contains(const std::string& what) const {
  for (const auto& one : std::filesystem::directory_iterator{inside_->file.parent_path()}) {
    std::ifstream in{one.path(), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    if (bytes.find(what) != std::string::npos) {
      return true;
    }
  }
  return false;
}

std::unique_ptr<portal::BookingsDb> ScratchBookings::open() const {
  return std::make_unique<portal::BookingsDb>(inside_->file);
}
bool ScratchBookings::is_shared() { return false; }
std::string ScratchBookings::where() const { return inside_->file; }
portal::BookingsReport ScratchBookings::report() const { return portal::check_copy(inside_->file); }
void ScratchBookings::exec(const std::string& statement) const {
  portal::open_bookings_file(inside_->file)->exec(statement);
}

}  // namespace antrean::portal_test
