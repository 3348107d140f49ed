// antrean verify with a real portal, and a real office that tells it how far its journal has come: what root
// can do to the journal is found (S10), and an honest restore is no fault.
#include <chrono>
#include <functional>
#include <stdexcept>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "http/client.hpp"
#include "rig/plugged_in.hpp"
#include "rig/ran.hpp"
#include "sample/sample.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli::test;
namespace fs = std::filesystem;
namespace json = boost::json;

TEST_GROUP(VerifyAtPortal) {
  PluggedIn plugged;
  fs::path journal = plugged.folder / "office.db";

  Ran ran(std::vector<std::string> arguments) { return run_antrean(plugged.place, plugged.with(std::move(arguments))); }
  json::object verified() {
    const Ran told = ran({"verify", "--json"});
    const json::object found = json::parse(told.out).as_object();
    LONGS_EQUAL(found.at("good").as_bool() ? 0 : 3, told.code);
    return found;
  }
  /// `wanted` of what verify says about the portal; polled, because the office tells it in its own time.
  json::object until(const std::function<bool(const json::object& portal)>& wanted) {
    const auto bound = std::chrono::steady_clock::now() + std::chrono::seconds(60);  // limits a test that hangs
    for (;;) {
      const json::object found = verified();
      if (found.contains("portal") && wanted(found.at("portal").as_object())) {
        return found;
      }
      if (std::chrono::steady_clock::now() > bound) {
        FAIL(json::serialize(found).c_str());
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }
  static bool compared(const json::object& portal) {
    return portal.at("asked").as_bool() && portal.at("compared").to_number<int>() > 0;
  }
  /// The office begins with telling what it holds, so this needs no minute.
  void tell_portal() {
    const auto last = verified().at("last").to_number<std::uint64_t>();
    plugged.start_office();
    static_cast<void>(until([&](const json::object& portal) { return compared(portal) && newest_of(portal) >= last; }));
  }
  static std::uint64_t newest_of(const json::object& portal) { return portal.at("newest").to_number<std::uint64_t>(); }
  void stop_office() { plugged.office->kill_office(); }
  void stop_portal() { plugged.office->stop_portal(); }
  void command(const std::string& body) {
    http::ClientRequest call;
    call.method = "POST";
    call.url = plugged.office->staff_url() + "/console/command";
    call.headers = {{"Content-Type", "application/json"}};
    call.body = body;
    unsigned status = 0;
    boost::asio::io_context io{1};
    boost::asio::co_spawn(io, http::fetch(std::move(call)),
                          [&](std::exception_ptr, boost::system::result<http::Response> answer) {
                            status = answer ? answer->status : 0;
                          });
    io.run();
    LONGS_EQUAL(200, status);
  }
  /// Some events, known to the portal.
  void a_morning() {
    plugged.start_office();
    command(R"({"command":"walk_in","service":"paspor"})");
    command(R"({"command":"walk_in","service":"paspor"})");
    stop_office();
    tell_portal();
  }
  std::string listed() {
    stop_portal();
    return run_program(plugged.place, (programs() / "antrean-portal").string(),
                       {"listed", (plugged.folder / "portal.db").string()})
        .out;
  }
};

TEST(VerifyAtPortal, AChainMadeAnewByRootIsFoundByThePortalsHeads) {
  a_morning();
  const json::object good = verified();
  CHECK(good.at("good").as_bool());
  const Ran words = ran({"verify"});
  CHECK(words.says_in_words("at the portal: all agree, the newest is of event"));
  stop_office();

  tests::change_and_chain_anew(journal, "UPDATE event SET who = 'budi' WHERE seq = 2");
  const json::object bad = verified();
  CHECK_FALSE(bad.at("good").as_bool());
  CHECK_FALSE(bad.contains("bad"));  // the chain itself is whole
  STRCMP_EQUAL("differs", bad.at("portal").at("wrong").as_string().c_str());
  const Ran told = ran({"verify"});
  LONGS_EQUAL(3, told.code);
  CHECK(told.says("THE PORTAL WAS TOLD ANOTHER PAST"));
  CHECK(told.says_in_words("the chain was made anew"));
  CHECK(ran({"verify", "--lang", "id"}).says("PORTAL MENCATAT ISI YANG LAIN"));

  // Without the portal nothing shows, and that is said.
  stop_portal();
  const Ran alone = ran({"verify"});
  LONGS_EQUAL(0, alone.code);
  CHECK(alone.says_in_words("Only the chain itself was checked"));
  CHECK(alone.says_in_words("cannot be reached"));
}

TEST(VerifyAtPortal, TheOfficeRaisesTheAlarmByItselfAndThePortalListsIt) {
  a_morning();
  stop_office();
  tests::change_and_chain_anew(journal, "UPDATE event SET who = 'budi' WHERE seq = 2");
  plugged.start_office();
  const auto bound = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!ran({"status", "--lang", "en"}).says_in_words("The portal was told another past of this journal")) {
    CHECK_TEXT(std::chrono::steady_clock::now() < bound, "no alarm");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  CHECK(listed().find("its journal has another past than before") != std::string::npos);
}

TEST(VerifyAtPortal, AnHonestRestoreIsNoFaultAndIsSaid) {
  a_morning();
  const fs::path backup = plugged.folder / "backup.db";
  LONGS_EQUAL(0, ran({"backup", backup.string()}).code);
  command(R"({"command":"walk_in","service":"paspor"})");
  stop_office();
  tell_portal();
  stop_office();
  const auto lost = verified().at("last").to_number<std::uint64_t>();

  LONGS_EQUAL(0, ran({"restore", backup.string()}).code);
  const json::object restored = verified();
  CHECK(restored.at("good").as_bool());
  // The numbers that are left out are an event of its own, after those of the copy.
  const auto end = restored.at("last").to_number<std::uint64_t>() - 1;
  CHECK(end < lost);
  tell_portal();
  const json::object found = verified();
  CHECK(found.at("good").as_bool());
  const json::object& portal = found.at("portal").as_object();
  LONGS_EQUAL(1, portal.at("lost").as_array().size());
  CHECK(portal.at("lost").at(0).at("put_back").as_bool());
  LONGS_EQUAL(end, portal.at("lost").at(0).at("after").to_number<std::uint64_t>());
  const Ran told = ran({"verify"});
  CHECK(told.says_in_words("was put back from a copy after event " + std::to_string(end)));
  CHECK(told.says(": good"));
  CHECK_FALSE(ran({"status"}).says_in_words("portal was told"));
  // The backup alone: it ends before what the portal was told since.
  const Ran of_backup = ran({"verify", backup.string()});
  LONGS_EQUAL(0, of_backup.code);
  CHECK(of_backup.says_in_words("The portal was told of later events too"));
  STRCMP_EQUAL("", listed().c_str());
}

TEST(VerifyAtPortal, AnEndThatWasCutWithItsMarkIsFound) {
  a_morning();
  stop_office();
  const auto last = newest_of(verified().at("portal").as_object());
  tests::change_and_chain_anew(journal, "DELETE FROM event WHERE seq > " + std::to_string(last - 2));
  const json::object bad = verified();
  CHECK_FALSE(bad.at("good").as_bool());
  STRCMP_EQUAL("end_missing", bad.at("portal").at("wrong").as_string().c_str());
  LONGS_EQUAL(last - 1, bad.at("portal").at("bad").to_number<std::uint64_t>());
}
