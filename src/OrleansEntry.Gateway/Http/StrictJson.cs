using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansEntry.Gateway.Http;

/// <summary>How JSON is read and written here: what is not exactly right is refused (ASVS 15.3.3, 15.3.5, RFC 8259 §4).</summary>
internal static class StrictJson
{
    /// <summary>Deepest accepted nesting; as deep as the schema of the deepest answer, a piece in a slide in a check.</summary>
    public const int MaxDepth = 12;

    /// <summary>Strict options, for what is written without the framework's help.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Makes options strict.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.ReadCommentHandling = JsonCommentHandling.Disallow;
        options.AllowTrailingCommas = false;
        options.MaxDepth = MaxDepth;
        options.Converters.Add(new InstantConverter());
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    /// <summary>Instants are UTC, to the millisecond: <c>2026-01-31T12:00:00.000Z</c>.</summary>
    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
        {
            // The round-trip form costs a fifth of a form of one's own; its last four digits are cut off.
            Span<byte> text = stackalloc byte["yyyy-MM-ddTHH:mm:ss.fffffffZ".Length];
            value.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
            text = text[..^4];
            text[^1] = (byte)'Z';
            writer.WriteStringValue(text);
        }
    }
}
