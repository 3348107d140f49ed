package id.antrean.app.logic;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The codes that this phone keeps, a file each, in the app's private folder. A code is written beside its place, synced,
 * and then renamed into it: after a power cut there is the old file or the new one, and never half of one. What is damaged
 * all the same is counted, and spoils no other code.
 *
 * <p>For one thread at a time. Blocking, but small.
 */
public final class CodeStore {
  /** Makes a renamed file durable. The JVM has no way to sync a folder, Android has. */
  public interface FolderSync {
    void sync(File folder) throws IOException;
  }

  /** Days after the visit for which a code is still listed, as over. */
  public static final int DAYS_KEPT = 30;

  private static final String SUFFIX = ".code";
  private static final String UNFINISHED = ".new";
  private static final int LARGEST = 16_384;
  private static final long DAY_MS = 86_400_000L;

  private final File folder;
  private final FolderSync sync;
  private int damaged;

  public CodeStore(File folder, FolderSync sync) {
    this.folder = folder;
    this.sync = sync;
  }

  /** When it returns, the code is on the disk. */
  public void keep(KeptCode code) throws IOException {
    if (!folder.isDirectory() && !folder.mkdirs()) {
      throw new IOException("cannot make " + folder);
    }
    File unfinished = new File(folder, code.key() + UNFINISHED);
    FileOutputStream out = new FileOutputStream(unfinished);
    try {
      out.write(code.toText().getBytes(StandardCharsets.UTF_8));
      out.getFD().sync();
    } finally {
      out.close();
    }
    if (!unfinished.renameTo(new File(folder, code.key() + SUFFIX))) {
      throw new IOException("cannot rename " + unfinished);
    }
    sync.sync(folder);
  }

  /** Those that can be used first, by their day; then the others, the latest first. */
  public List<KeptCode> all(final long now) {
    damaged = 0;
    List<KeptCode> codes = new ArrayList<>();
    for (File file : files()) {
      if (!file.getName().endsWith(SUFFIX)) {
        continue;
      }
      try {
        codes.add(read(file));
      } catch (IOException | IllegalArgumentException bad) {
        ++damaged;
      }
    }
    Collections.sort(codes, new Comparator<KeptCode>() {
      @Override
      public int compare(KeptCode one, KeptCode other) {
        boolean good = isGood(one, now);
        if (good != isGood(other, now)) {
          return good ? -1 : 1;
        }
        int order = one.visit.order().compareTo(other.visit.order());
        return good ? order : -order;
      }
    });
    return codes;
  }

  /** Files that the latest all() could not read. */
  public int damaged() {
    return damaged;
  }

  /** null: this phone does not have it, or it is damaged. */
  public KeptCode find(String key) {
    try {
      return key.matches("[0-9a-f]{32}") ? read(new File(folder, key + SUFFIX)) : null;
    } catch (IOException | IllegalArgumentException none) {
      return null;
    }
  }

  public void remove(KeptCode code) throws IOException {
    if (!new File(folder, code.key() + SUFFIX).delete()) {
      throw new IOException("cannot remove " + code.code);
    }
    sync.sync(folder);
  }

  /** What nobody needs any more: codes of long ago, and what was never finished. */
  public void tidy(long now) {
    for (File file : files()) {
      boolean old;
      try {
        old = file.getName().endsWith(SUFFIX) ? read(file).visit.daysAgo(now) >= DAYS_KEPT : true;
      } catch (IOException | IllegalArgumentException bad) {
        old = now - file.lastModified() > 2 * DAYS_KEPT * DAY_MS;
      }
      if (old) {
        file.delete();
      }
    }
  }

  public static boolean isGood(KeptCode code, long now) {
    return code.gone == KeptCode.Gone.NO && !code.visit.isOver(now);
  }

  private File[] files() {
    File[] found = folder.listFiles();
    return found == null ? new File[0] : found;
  }

  private static KeptCode read(File file) throws IOException {
    InputStream in = new FileInputStream(file);
    try {
      return KeptCode.fromText(Bytes.text(in, LARGEST));
    } finally {
      in.close();
    }
  }

  /** Reads a stream to its end. */
  public static final class Bytes {
    private Bytes() {}

    /** UTF-8. Throws IOException when there is more than `most`. */
    public static String text(InputStream in, int most) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] some = new byte[4096];
      for (int got = in.read(some); got >= 0; got = in.read(some)) {
        all.write(some, 0, got);
        if (all.size() > most) {
          throw new IOException("more than " + most + " bytes");
        }
      }
      return new String(all.toByteArray(), StandardCharsets.UTF_8);
    }
  }
}
