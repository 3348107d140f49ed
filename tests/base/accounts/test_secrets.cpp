#include <set>
#include <string>

#include "accounts/password_hash.hpp"
#include "accounts/secrets.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::accounts;

TEST_GROUP(Secrets){};

TEST(Secrets, ATokenIs43CharactersForACookieAndNeverTheSame) {
  std::set<std::string> tokens;
  for (int i = 0; i < 200; ++i) {
    const std::string token = random_token();
    LONGS_EQUAL(43, token.size());
    LONGS_EQUAL(std::string::npos, token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                                           "0123456789-_"));
    CHECK_TRUE(tokens.insert(token).second);
  }
}

TEST(Secrets, ACodeIsReadHoweverItIsTyped) {
  const std::string code = random_code();
  LONGS_EQUAL(29, code.size());
  STRCMP_EQUAL("MFRG-GZDF-MZTW-Q2LK-NNWG-2333", normal_code("mfrg gzdfmztw-q2lk NNWG2333").c_str());
  STRCMP_EQUAL(code.c_str(), normal_code(" " + code + " ").c_str());
  STRCMP_EQUAL("", normal_code("- ").c_str());
}

TEST(Secrets, ADigestDependsOnPurposeKeyAndSecret) {
  LONGS_EQUAL(64, digest("link", "x").size());
  CHECK(digest("link", "x") != digest("session", "x"));
  CHECK(digest("link", "x") != digest("link", "y"));
  CHECK(digest("a", "bc") != digest("ab", "c"));
  CHECK(keyed_digest("key 1", "pin", "x") != keyed_digest("key 2", "pin", "x"));
  CHECK(keyed_digest("key 1", "pin", "x") != digest("pin", "x"));
}

TEST(Secrets, AHashIsArgon2idWithTheFiguresOfOurContract) {
  Argon2id argon2id;
  const std::string stored = argon2id.hash("kopi tubruk pagi hari");
  STRNCMP_EQUAL("$argon2id$v=19$m=19456,t=2,p=1$", stored.c_str(), 31);
  CHECK(stored != argon2id.hash("kopi tubruk pagi hari"));
  CHECK_TRUE(argon2id.verify(stored, "kopi tubruk pagi hari"));
  CHECK_FALSE(argon2id.verify(stored, "kopi tubruk pagi harI"));
  CHECK_FALSE(argon2id.verify("", "kopi tubruk pagi hari"));
  CHECK_FALSE(argon2id.needs_rehash(stored));
  CHECK_TRUE(
      argon2id.needs_rehash("$argon2id$v=19$m=8192,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
                            "RdescudvJCsgt3ub+b4dWRWJTmaaJObGRdescudvJCs"));
}
