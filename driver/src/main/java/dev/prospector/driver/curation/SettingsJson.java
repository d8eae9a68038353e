package dev.prospector.driver.curation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Settings as a manifest has them. Jackson by itself writes of an optional value whether it is
 * there and not what it is, or nothing at all, by its version.
 */
final class SettingsJson {
  private static final JsonMapper JSON =
      JsonMapper.builder().addModule(new SimpleModule().addSerializer(new OfOptional())).build();

  private SettingsJson() {}

  static JsonNode of(Map<String, Object> settings) {
    return JSON.valueToTree(settings);
  }

  /** The value, or null. */
  private static final class OfOptional extends StdSerializer<Optional<?>> {
    private static final long serialVersionUID = 1L;

    OfOptional() {
      super(Optional.class, false); // The argument says that the class is of any type.
    }

    @Override
    public void serialize(Optional<?> value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(value.orElse(null), json);
    }
  }
}
