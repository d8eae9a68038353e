package dev.prospector.driver.curation.export;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import dev.prospector.driver.curation.pool.Candidates;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.curation.table.TableSchema;
import dev.prospector.driver.curation.training.Groups;
import dev.prospector.driver.record.CommittedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Groups for GRPO, a row for each member, those of a group beside each other.
 *
 * @param size members at most, those whose rewards vary most; 0 for all candidates
 * @param reward the searched verifier that decides; null for the only one
 * @param rowsPerFile at most, about
 * @param card what its card says besides
 */
record GroupsExport(int size, String reward, long rowsPerFile, CardOptions card) implements Export {
  static final String KIND = "groups";

  private static final int MOST_MEMBERS = 100_000;
  private static final long ROWS = 1000;
  private static final List<String> OWN =
      List.of(Groups.REWARD, Groups.ADVANTAGE, Groups.SCORED, Candidates.ROUND, Candidates.INDEX);

  static Export of(Options options) {
    return new GroupsExport(
        options.text("size") == null ? 0 : (int) options.number("size", 2, 2, MOST_MEMBERS),
        options.text("reward"),
        options.number("rows-per-file", ROWS, Long.MAX_VALUE),
        CardOptions.of(options));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void require(List<String> searched) {
    String unused = Rewards.decisive(KIND, reward, searched);
  }

  @Override
  public List<CommittedFile> write(CommittedVersion version, Path target) throws IOException {
    SearchedPrompts searched = version.requireSearched();
    ExportRows.refuse(searched.prompts(), KIND, OWN::contains);
    Groups rule = new Groups(size, Rewards.decisive(KIND, reward, version.manifest().searched()));
    Dataset<Row> members = rule.of(version.rows(), searched.images().candidates()).persist();
    try {
      List<CommittedFile> written = new ArrayList<>();
      written.add(
          Card.of(version, card, "data/%s-*.parquet", version.splits(members))
              .with(notes(members))
              .write(new Target(target, version.files())));
      written.addAll(
          WriteShards.of(
              columns(members, version, searched),
              ShardLimit.rows(rowsPerFile),
              new ParquetShards(true),
              target));
      return written;
    } finally {
      Dataset<Row> unused = members.unpersist();
    }
  }

  private static Dataset<Row> columns(
      Dataset<Row> members, CommittedVersion version, SearchedPrompts searched) throws IOException {
    Dataset<Row> all =
        members
            .join(searched.images().of("", members), Candidates.NAME)
            .join(searched.prompts(), Columns.PROMPT_ID)
            .join(version.splits(), Columns.PROMPT_ID);
    List<Column> columns =
        Columns.named(
            Columns.UID,
            Columns.SPLIT,
            Groups.REWARD,
            Groups.ADVANTAGE,
            Groups.SCORED,
            Columns.SCORES,
            Columns.SEED,
            Columns.LINEAGE,
            Columns.LEGS,
            Columns.RUN,
            Candidates.ROUND,
            Candidates.INDEX);
    columns.addAll(Columns.named(searched.prompts().columns()));
    Column path = lit(null).cast("string").as("path");
    columns.add(struct(col(Columns.IMAGE).as("bytes"), path).as(Columns.IMAGE));
    return TableSchema.plain(all.select(columns.toArray(Column[]::new)));
  }

  private static String notes(Dataset<Row> members) {
    return """

        ## Groups

        %,d candidates of %,d prompts, which `prompt_id` names. `advantage` is how far a candidate's `reward` is above the mean
        of its group here, in standard deviations; `scored` says how many candidates the group was chosen from. Prompts all of
        whose candidates have the same reward are left out.
        """
        .formatted(members.count(), members.select(Columns.PROMPT_ID).distinct().count());
  }
}
