#include "http/tls_check.hpp"

#include <algorithm>
#include <ctime>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace antrean::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

std::string day_of(const ASN1_TIME* time) {
  std::tm utc{};
  char text[32];
  if (time == nullptr || ASN1_TIME_to_tm(time, &utc) != 1) {
    return "?";
  }
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d", &utc)};
}

Bilingual words_of(int error, X509* certificate, const std::string& host) {
  switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED: {
      const std::string day = day_of(X509_get0_notAfter(certificate));
      return {.id = "sertifikat server berakhir " + day, .en = "the server's certificate ended on " + day};
    }
    case X509_V_ERR_CERT_NOT_YET_VALID: {
      const std::string day = day_of(X509_get0_notBefore(certificate));
      return {.id = "sertifikat server baru berlaku " + day + "; periksa jam mesin ini",
              .en = "the server's certificate begins on " + day + "; look at this machine's clock"};
    }
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return {.id = "sertifikat server bukan untuk nama " + host,
              .en = "the server's certificate is not for the name " + host};
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return {.id = "sertifikat server tidak dijamin CA yang dipercaya; periksa ca_file",
              .en = "no trusted CA vouches for the server's certificate; look at ca_file"};
    default: {
      const std::string said = X509_verify_cert_error_string(error);
      return {.id = "sertifikat server ditolak: " + said, .en = "the server's certificate is refused: " + said};
    }
  }
}

}  // namespace

TlsCheck::TlsCheck(std::string host, Trust trust)
    : host_(std::move(host)),
      trust_(std::move(trust)),
      now_(trust_.now ? trust_.now() : std::chrono::system_clock::now()),
      clock_is_wrong_(now_ < build_day()) {}

void TlsCheck::tell(TlsOutcome outcome) {
  if (trust_.told) {
    trust_.told(outcome);
  }
}

std::optional<asio::ssl::context> TlsCheck::context() {
  asio::ssl::context tls(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
  tls.set_verify_mode(asio::ssl::verify_peer);
  if (trust_.ca_file.empty()) {
    error_code ignored;
    tls.set_default_verify_paths(ignored);
    return tls;
  }
  error_code unusable;
  tls.load_verify_file(trust_.ca_file.string(), unusable);
  if (unusable) {
    const std::string file = trust_.ca_file.string();
    tell({.refused = Bilingual{.id = "berkas CA " + file + " tidak dapat dibaca",
                               .en = "the CA file " + file + " cannot be read, or holds no certificate in PEM"}});
    return std::nullopt;
  }
  return tls;
}

error_code TlsCheck::prepare(SSL* ssl) {
  auto* checks = SSL_get0_param(ssl);
  error_code is_name;
  asio::ip::make_address(host_, is_name);
  X509_VERIFY_PARAM_set_hostflags(checks, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  const bool set = is_name ? X509_VERIFY_PARAM_set1_host(checks, host_.c_str(), host_.size()) == 1 &&
                                 SSL_set_tlsext_host_name(ssl, host_.c_str()) == 1
                           : X509_VERIFY_PARAM_set1_ip_asc(checks, host_.c_str()) == 1;
  if (!set) {
    return boost::system::errc::make_error_code(boost::system::errc::invalid_argument);
  }
  X509_VERIFY_PARAM_set_time(checks, std::chrono::system_clock::to_time_t(std::max(now_, build_day())));
  return {};
}

bool TlsCheck::verify(bool passed, asio::ssl::verify_context& certificate) {
  if (passed) {
    return true;
  }
  auto* chain = certificate.native_handle();
  const int error = X509_STORE_CTX_get_error(chain);
  if (error == X509_V_ERR_CERT_NOT_YET_VALID && clock_is_wrong_) {
    X509_STORE_CTX_set_error(chain, X509_V_OK);
    return true;
  }
  if (!refused_) {
    refused_ = words_of(error, X509_STORE_CTX_get_current_cert(chain), host_);
  }
  return false;
}

void TlsCheck::ended(error_code failed) {
  if (!failed) {
    tell({.dates_unchecked = clock_is_wrong_});
  } else if (refused_) {
    tell({.refused = refused_});
  } else if (failed.category() == asio::error::get_ssl_category() ||
             failed.category() == asio::ssl::error::get_stream_category()) {
    tell({.refused = Bilingual{.id = "server tidak menjawab dengan TLS 1.2 atau lebih baru",
                               .en = "the server does not answer with TLS 1.2 or later: " + failed.message()}});
  }
}

}  // namespace antrean::http
