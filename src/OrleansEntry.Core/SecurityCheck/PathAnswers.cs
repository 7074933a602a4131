using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace OrleansEntry.Core.SecurityCheck;

/// <summary>Reads answers that carry a path. Strictly: known members once each, whole numbers, nothing missing.</summary>
internal static class PathAnswers
{
    /// <summary>Reads an answer as a visitor sent it. Never throws.</summary>
    /// <returns>Whether <paramref name="text"/> has the form of an answer.</returns>
    public static bool TryRead<T>(string text, JsonTypeInfo<T> type, [NotNullWhen(true)] out T? answer) where T : class
    {
        try
        {
            // By way of bytes: half a character in the text becomes a replacement character, where reading the text would throw.
            answer = JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(text), type);
        }
        catch (JsonException)
        {
            // Rubbish is a wrong answer, not a fault.
            answer = null;
        }
        return answer is not null;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 4)]
[JsonSerializable(typeof(SlideAnswer))]
[JsonSerializable(typeof(PuzzleAnswer))]
internal sealed partial class PathJson : JsonSerializerContext;
