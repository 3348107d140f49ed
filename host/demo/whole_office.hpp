// A whole office on this machine: portal, simulated boards and pads, scanner, ticket printer, office service
// and TV. Each program is a process of its own, and all use one folder. Scanner, printer and what stands in
// for WhatsApp's maker run here. The demo and the end-to-end tests use it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "demo/child.hpp"
#include "demo/device_line.hpp"
#include "demo/scanner_plug.hpp"
#include "demo/virtual_printer.hpp"
#include "demo/whatsapp_stand_in.hpp"

namespace antrean::demo {

struct OfficePlaces {
  std::filesystem::path programs;  ///< the folder of antrean-portal and the other programs
  std::filesystem::path voices;    ///< the folder of the clips
  std::filesystem::path folder;    ///< for settings, databases, links and logs; made if it is not there
  std::filesystem::path config;    ///< the product's config folder
  bool sign_in = false;            ///< with people.hpp's accounts; else everybody may press everything
};

struct TvHow {
  bool picture = true;  ///< writes tv.png at every change
  bool window = false;  ///< opens a window on the desktop
};

/// The office's number on WhatsApp as the maker names it, and the number of the demo's applicant.
inline constexpr const char* demo_number_id = "100000000000001";
inline constexpr const char* demo_telephone = "6281234567890";

class WholeOffice {
 public:
  /// `say` receives messages about the progress, for people.
  WholeOffice(boost::asio::io_context& io, OfficePlaces places, std::function<void(std::string)> say);
  ~WholeOffice();

  /// Starts everything in order; each program is ready before the next begins. Throws std::runtime_error with
  /// the last output of the program that failed.
  boost::asio::awaitable<void> start(TvHow tv);
  /// Starts settings, portal and devices: the part of start() before the office and the TV.
  boost::asio::awaitable<void> start_all_but_office();

  boost::asio::awaitable<void> start_portal();
  boost::asio::awaitable<void> start_devices();
  /// `environment` is added to ours. Waits until the office is ready.
  boost::asio::awaitable<void> start_office(std::map<std::string, std::string> environment = {});
  boost::asio::awaitable<void> start_tv(TvHow tv);
  void stop_portal() { portal_.reset(); }
  void stop_tv();
  Child& office() { return *office_; }
  /// Kills it at once, like a power cut. start_office() starts it again on the same journal.
  void kill_office();

  std::string portal_url() const;
  std::string office_url() const;  ///< for everybody: the feed, a number's page
  std::string staff_url() const;   ///< console and entrance
  std::string feed_url() const;
  /// Of the machine where demo_pin counts; "" without sign_in.
  const std::string& machine_key() const { return machine_key_; }
  DeviceLine& line() { return line_; }
  ScannerPlug& scanner() { return *scanner_; }
  VirtualPrinter& printer() { return *printer_; }
  /// What the applicant's telephone is connected to. Only after start().
  WhatsAppStandIn& whatsapp() { return *whatsapp_; }
  /// Where the portal writes its mails.
  std::filesystem::path mails() const { return places_.folder / "mails"; }
  std::filesystem::path tv_picture() const { return places_.folder / "tv.png"; }
  std::filesystem::path tv_draw_list() const { return places_.folder / "tv.json"; }
  const std::filesystem::path& folder() const { return places_.folder; }

  /// The name of a program that has ended by itself, with its last output; "" while all run.
  std::string fallen();

 private:
  void make_keys();
  void write_settings();
  boost::asio::awaitable<void> wait_for(std::string what, Child& child,
                                        std::function<boost::asio::awaitable<bool>()> ready);
  Child::How program(const std::string& name, std::vector<std::string> arguments) const;

  boost::asio::io_context& io_;
  OfficePlaces places_;
  std::function<void(std::string)> say_;
  std::uint16_t portal_port_;
  std::uint16_t office_port_;
  std::uint16_t staff_port_;
  std::string machine_key_;
  DeviceLine line_;
  std::unique_ptr<ScannerPlug> scanner_;
  std::unique_ptr<VirtualPrinter> printer_;
  std::unique_ptr<WhatsAppStandIn> whatsapp_;
  std::unique_ptr<Child> portal_, devices_, office_, tv_picture_child_, tv_window_;
};

/// A port of 127.0.0.1 that is free now.
std::uint16_t free_port();

}  // namespace antrean::demo
