// One handshake of a client: what OpenSSL is told to check, and what it found in words (trust.hpp). Used by
// http/*.cpp only.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/verify_context.hpp>
#include <boost/system/error_code.hpp>

#include "http/trust.hpp"

namespace antrean::http {

class TlsCheck {
 public:
  /// `host`: the name or address that the certificate must have.
  TlsCheck(std::string host, Trust trust);

  /// Nothing when the CA file cannot be used; told by then.
  std::optional<boost::asio::ssl::context> context();
  /// Before the handshake.
  boost::system::error_code prepare(SSL* ssl);
  /// The stream's verify callback: whether to go on.
  bool verify(bool passed, boost::asio::ssl::verify_context& certificate);
  /// After the handshake: tells what came of it.
  void ended(boost::system::error_code failed);

 private:
  void tell(TlsOutcome outcome);

  std::string host_;
  Trust trust_;
  std::chrono::system_clock::time_point now_;
  bool clock_is_wrong_;  ///< earlier than the day this program was built
  std::optional<Bilingual> refused_;
};

}  // namespace antrean::http
