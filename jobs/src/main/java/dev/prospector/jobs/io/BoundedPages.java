package dev.prospector.jobs.io;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;

/** A row group's pages, but that a dictionary has no more entries than it has bytes. */
record BoundedPages(PageReadStore pages) implements PageReadStore {

  @Override
  public PageReader getPageReader(ColumnDescriptor column) {
    return new Bounded(column, pages.getPageReader(column));
  }

  @Override
  public long getRowCount() {
    return pages.getRowCount();
  }

  private record Bounded(ColumnDescriptor column, PageReader pages) implements PageReader {

    @Override
    public DictionaryPage readDictionaryPage() {
      DictionaryPage page = pages.readDictionaryPage();
      if (page != null
          && (page.getDictionarySize() < 0
              || page.getDictionarySize() > page.getUncompressedSize())) {
        throw new BoundedCodecs.Refused(
            "column %s: a dictionary says that it has %,d entries in %,d bytes; it is damaged"
                .formatted(
                    String.join(".", column.getPath()),
                    page.getDictionarySize(),
                    page.getUncompressedSize()),
            null);
      }
      return page;
    }

    @Override
    public long getTotalValueCount() {
      return pages.getTotalValueCount();
    }

    @Override
    public DataPage readPage() {
      return pages.readPage();
    }
  }
}
