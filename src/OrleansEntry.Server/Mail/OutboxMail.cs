using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansEntry.Server.Mail;

/// <summary>A mail in the outbox, as stored and as shown. It prints nothing of itself.</summary>
/// <param name="To">The person's address.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Text">The whole mail.</param>
/// <param name="At">When it was sent, UTC.</param>
internal sealed record OutboxMail(string To, string Subject, string Text, DateTime At)
{
    /// <summary>Never prints the address or the text.</summary>
    public override string ToString() => "[mail]";
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(OutboxMail))]
[JsonSerializable(typeof(IReadOnlyList<OutboxMail>))]
internal sealed partial class OutboxJson : JsonSerializerContext;
