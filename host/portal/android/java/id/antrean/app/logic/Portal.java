package id.antrean.app.logic;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The site that the app belongs to, and what belongs to the site. Only its own pages open in the app, since only they
 * may be taken for it; everything else opens in the phone's browser.
 */
public final class Portal {
  private static final Pattern BOOKING = Pattern.compile("/booking/[0-9a-f]{32}");
  private static final int HTTPS_PORT = 443;

  private final String address;
  private final String host;
  private final int port;
  private final String path;

  /** As "https://antrean.example.go.id", or with a path. Throws IllegalArgumentException for anything else. */
  public Portal(String address) {
    URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException wrong) {
      throw new IllegalArgumentException("no address: " + address, wrong);
    }
    if (!"https".equals(uri.getScheme()) || uri.getHost() == null || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("the portal's address is https, a host and at most a path: " + address);
    }
    this.address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    host = uri.getHost().toLowerCase(Locale.ROOT);
    port = portOf(uri);
    path = uri.getRawPath().endsWith("/") ? uri.getRawPath().substring(0, uri.getRawPath().length() - 1)
        : uri.getRawPath();
  }

  public String home() {
    return address + "/";
  }

  /** The whole address of a path below the portal, "/own". */
  public String at(String below) {
    return address + below;
  }

  /** True only for a page of this portal, however the address is written. */
  public boolean isOwn(String url) {
    if (url == null) {
      return false;
    }
    URI uri;
    try {
      uri = new URI(withoutQuery(url));
    } catch (URISyntaxException wrong) {
      return false;
    }
    if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || uri.getRawUserInfo() != null
        || !uri.getHost().equalsIgnoreCase(host) || portOf(uri) != port) {
      return false;
    }
    String asked = uri.getRawPath();
    // A browser also takes %2e for a dot: "/antrean/%2e%2e/other" is no page of ours.
    if (asked.toLowerCase(Locale.ROOT).contains("%2e") || !asked.equals(uri.normalize().getRawPath())) {
      return false;
    }
    return path.isEmpty() || asked.equals(path) || asked.startsWith(path + "/");
  }

  /** What is handed to other apps: web pages, telephone numbers, mail addresses, maps. Nothing that starts an app. */
  public static boolean mayLeave(String url) {
    String lower = url == null ? "" : url.toLowerCase(Locale.ROOT);
    return lower.startsWith("https://") || lower.startsWith("http://") || lower.startsWith("tel:")
        || lower.startsWith("mailto:") || lower.startsWith("geo:");
  }

  /** Of a booking's page, "/booking/0123...", when the path of a page of this portal is one; else null. */
  public String bookingOf(String pathOnHost) {
    if (pathOnHost == null || !pathOnHost.startsWith(path)) {
      return null;
    }
    String below = pathOnHost.substring(path.length());
    return isBooking(below) ? below : null;
  }

  static boolean isBooking(String below) {
    return BOOKING.matcher(below).matches();
  }

  private static int portOf(URI uri) {
    return uri.getPort() == -1 ? HTTPS_PORT : uri.getPort();
  }

  private static String withoutQuery(String url) {
    int end = url.length();
    for (char mark : new char[] {'?', '#'}) {
      int at = url.indexOf(mark);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    return url.substring(0, end);
  }
}
