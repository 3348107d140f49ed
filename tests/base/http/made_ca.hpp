// A certificate authority made by the test, and certificates of it, through OpenSSL's API.
#pragma once

#include <chrono>
#include <ctime>
#include <memory>
#include <string>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace antrean::http::test {

struct Certificate {
  std::string certificate_pem, key_pem;
};

/// A name ("localhost") or an address ("127.0.0.1"), and when the certificate is good, from now.
struct Wanted {
  std::string host = "localhost";
  std::chrono::seconds from = -std::chrono::hours{1};
  std::chrono::seconds until = std::chrono::hours{1};
};

class MadeCa {
 public:
  explicit MadeCa(const std::string& name)
      : key_(EVP_EC_gen("P-256"), EVP_PKEY_free), certificate_(blank(), X509_free) {
    name_it(X509_get_subject_name(certificate_.get()), name);
    X509_set_issuer_name(certificate_.get(), X509_get_subject_name(certificate_.get()));
    X509_gmtime_adj(X509_getm_notBefore(certificate_.get()), -24L * 3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate_.get()), 24L * 3600);
    X509_set_pubkey(certificate_.get(), key_.get());
    extend(certificate_.get(), NID_basic_constraints, "critical,CA:TRUE");
    extend(certificate_.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    X509_sign(certificate_.get(), key_.get(), EVP_sha256());
  }

  std::string pem() const { return pem_of(certificate_.get()); }

  Certificate issue(const Wanted& wanted) const {
    const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const Cert certificate(blank(), X509_free);
    name_it(X509_get_subject_name(certificate.get()), wanted.host);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate_.get()));
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), wanted.from.count());
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), wanted.until.count());
    X509_set_pubkey(certificate.get(), key.get());
    const bool digits = wanted.host.find_first_not_of("0123456789.") == std::string::npos;
    extend(certificate.get(), NID_subject_alt_name, (digits ? "IP:" : "DNS:") + wanted.host);
    X509_sign(certificate.get(), key_.get(), EVP_sha256());
    const Out out(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return {.certificate_pem = pem_of(certificate.get()), .key_pem = text_of(out.get())};
  }

 private:
  using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
  using Cert = std::unique_ptr<X509, decltype(&X509_free)>;
  using Out = std::unique_ptr<BIO, decltype(&BIO_free)>;

  static X509* blank() {
    X509* certificate = X509_new();
    X509_set_version(certificate, X509_VERSION_3);
    static long serial = 0;
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
    return certificate;
  }
  static void name_it(X509_NAME* name, const std::string& text) {
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1,
                               0);
  }
  static void extend(X509* certificate, int what, const std::string& value) {
    auto* extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }
  static std::string text_of(BIO* out) {
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out, &text);
    return {text, static_cast<std::size_t>(size)};
  }
  static std::string pem_of(X509* certificate) {
    const Out out(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(out.get(), certificate);
    return text_of(out.get());
  }

  Key key_;
  Cert certificate_;
};

}  // namespace antrean::http::test
