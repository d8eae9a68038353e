package dev.prospector.driver.ml;

import dev.prospector.executors.settings.Setting;
import java.util.Optional;

/** What a stage must know besides the search: where prompts come from, and where images go. */
record StageSettings(
    @Setting(
            name = "prompt-col",
            by = "prompt",
            label = "COLUMN",
            help = "The column with the prompts.")
        String promptColumn,
    @Setting(
            name = "id-col",
            label = "COLUMN",
            unset = "a prompt's text",
            help =
                "The column with the prompts' ids, texts or whole numbers. A prompt's noise follows"
                    + " from its id, and rows with one id have one prompt.")
        Optional<String> idColumn,
    @Setting(
            label = "TEXT",
            unset = "nothing",
            help = "What the names of the new columns begin with.")
        Optional<String> outputPrefix,
    @Setting(
            label = "DIR",
            unset = "nothing is written, and the driver holds the images",
            help =
                "A run directory, from which images are read when they are needed; the run that it"
                    + " holds is gone on with.")
        Optional<String> directory) {}
