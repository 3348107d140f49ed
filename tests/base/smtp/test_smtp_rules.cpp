// What is an address, and what each end of a mail's way means.
#include <string>

#include "smtp/address.hpp"
#include "smtp/end.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::smtp;

TEST_GROUP(MailAddress){};

TEST(MailAddress, AddressesAreTakenAsServersTakeThem) {
  const auto is = [](const char* typed, const char* wanted) {
    const auto address = mail_address(typed);
    CHECK_TEXT(address.has_value(), typed);
    STRCMP_EQUAL(wanted, address.value_or("").c_str());
  };
  is("siti@contoh.example", "siti@contoh.example");
  is("Siti.Rahma+paspor@Contoh.EXAMPLE", "Siti.Rahma+paspor@contoh.example");
  is("o'brien@a-b.co.id", "o'brien@a-b.co.id");
  is("siti@p\xC3\xB3sta.example", "siti@xn--psta-qqa.example");
  is("siti@xn--psta-qqa.example", "siti@xn--psta-qqa.example");
}

TEST(MailAddress, WhatIsNoAddressOrWouldBeACommandIsRefused) {
  const std::string long_local(65, 'a');
  const std::string long_label(64, 'a');
  for (const std::string& wrong : {std::string{},
                                   std::string{"siti"},
                                   std::string{"@contoh.example"},
                                   std::string{"siti@"},
                                   std::string{"siti@contoh"},
                                   std::string{"siti@@contoh.example"},
                                   std::string{"si ti@contoh.example"},
                                   std::string{".siti@contoh.example"},
                                   std::string{"siti.@contoh.example"},
                                   std::string{"si..ti@contoh.example"},
                                   std::string{"\"siti\"@contoh.example"},
                                   std::string{"siti@[192.0.2.1]"},
                                   std::string{"siti@192.0.2.1"},
                                   std::string{"siti@contoh..example"},
                                   std::string{"siti@-contoh.example"},
                                   std::string{"siti@contoh.example."},
                                   std::string{"siti@contoh.example\r\nRCPT TO:<x@y.example>"},
                                   std::string{"siti@contoh.example>"},
                                   std::string{"siti\r\n@contoh.example"},
                                   std::string{"siti@con\0toh.example", 20},
                                   std::string{"<siti@contoh.example>"},
                                   std::string{"s\xC3\xADti@contoh.example"},
                                   std::string{"siti@contoh.exa\xFF"},
                                   std::string{"a,b@contoh.example"},
                                   long_local + "@contoh.example",
                                   "siti@" + long_label + ".example"}) {
    CHECK_TEXT(!mail_address(wrong).has_value(), wrong.c_str());
  }
}

TEST(MailAddress, AMailboxHasANameThatHeadersCanShow) {
  CHECK(mailbox("Antrean Imigrasi <a@b.example>") == (Mailbox{"Antrean Imigrasi", "a@b.example"}));
  CHECK(mailbox("a@b.example") == (Mailbox{"", "a@b.example"}));
  for (const char* wrong : {"<a@b.example>", "Antrean <a@b.example", "Antrean a@b.example", "An\r\ntrean <a@b.example>",
                            "Antrean <a@b.example>, <c@d.example>", ""}) {
    CHECK_TEXT(!mailbox(wrong).has_value(), wrong);
  }
}

TEST(MailAddress, AnAnswerIsLoggedWithoutTheAddress) {
  STRCMP_EQUAL("550 5.1.1 <address>: no such user",
               without_addresses("550 5.1.1 <siti@contoh.example>: no such user").c_str());
  STRCMP_EQUAL("550 <address> unknown; try <address>", without_addresses("550 a@b.example unknown; try c@d").c_str());
  STRCMP_EQUAL("", without_addresses("").c_str());
}

TEST_GROUP(SmtpEnds){};

TEST(SmtpEnds, EachEndMeansOneThing) {
  using enum Stage;
  const auto means = [](Outcome wanted, Stage stage, int code, const char* reply = "") {
    const End end{.stage = stage, .code = code, .reply = reply, .error = "e"};
    LONGS_EQUAL_TEXT(static_cast<int>(wanted), static_cast<int>(judge(end).outcome),
                     (std::to_string(static_cast<int>(stage)) + " " + std::to_string(code) + reply).c_str());
  };
  means(Outcome::server_down, connecting, 0);
  means(Outcome::server_down, connecting, 535, "535 5.7.8 wrong password");
  means(Outcome::server_down, sender, 550, "550 5.1.0 who are you");
  means(Outcome::refused, recipient, 550, "550 unknown");
  means(Outcome::refused, recipient, 553, "553 5.1.3 bad address");
  means(Outcome::not_now, recipient, 550, "550 5.7.1 relaying denied");
  means(Outcome::not_now, recipient, 530, "530 sign in first");
  means(Outcome::not_now, recipient, 550, "550 5.4.5 daily limit");
  means(Outcome::not_now, recipient, 450, "450 4.2.1 later");
  means(Outcome::not_now, recipient, 0);
  means(Outcome::server_down, data, 421, "421 closing");
  means(Outcome::refused, data, 554, "554 no valid recipients");
  means(Outcome::not_now, body, 0);
  means(Outcome::unclear, end, 0);
  means(Outcome::not_now, end, 421, "421 closing");
  means(Outcome::not_now, end, 452, "452 full");
  means(Outcome::refused, end, 554, "554 5.6.0 no");
  means(Outcome::not_now, end, 550, "550 5.7.26 not authenticated");
  means(Outcome::refused, end, 550, "550");
  means(Outcome::refused, end, 550, "550 5.");
}

TEST(SmtpEnds, OnlyALineFromBeforeIsStale) {
  CHECK_TRUE(was_stale({.stage = Stage::sender, .code = 0, .reply = {}, .error = "e", .reused = true}));
  CHECK_TRUE(was_stale({.stage = Stage::sender, .code = 421, .reply = {}, .error = "e", .reused = true}));
  CHECK_TRUE(!was_stale({.stage = Stage::sender, .code = 0, .reply = {}, .error = "e", .reused = false}));
  CHECK_TRUE(!was_stale({.stage = Stage::end, .code = 0, .reply = {}, .error = "e", .reused = true}));
  CHECK_TRUE(!was_stale({.stage = Stage::recipient, .code = 550, .reply = {}, .error = "e", .reused = true}));
}
