using System.Globalization;
using System.Text.Json;
using OrleansEntry.Grains.Mail;

namespace OrleansEntry.Server.Mail;

/// <summary>A development server's mail: one file per mail in a folder, for a person or a test to read. Nothing leaves the
/// machine.</summary>
/// <remarks>A mail handed over again under its message id is kept once, for as long as the first is among the newest
/// <see cref="Capacity"/>. Several processes may share the folder.</remarks>
internal sealed class OutboxMailer(string path, TimeProvider clock) : IMailer, IDisposable
{
    /// <summary>Mails that are kept; the oldest give way.</summary>
    public const int Capacity = 1_000;

    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <inheritdoc/>
    public async Task Send(MailMessage message, CancellationToken cancellationToken = default)
    {
        var hash = MailName.Of(message.MessageId);

        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var names = Names();
            if (names.Any(name => HashOf(name) == hash)) return;

            var at = clock.GetUtcNow();
            var name = string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyyMMdd'T'HHmmssfffffff}-{hash}.json");
            var mail = new OutboxMail(message.To, message.Subject, message.Text, at.UtcDateTime);
            PrivateFile.WriteUnlessThere(Path.Combine(path, name), JsonSerializer.Serialize(mail, OutboxJson.Default.OutboxMail));
            foreach (var oldest in names.Take(names.Length + 1 - Capacity)) File.Delete(Path.Combine(path, oldest));
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>All mails, newest first.</summary>
    public IReadOnlyList<OutboxMail> Read() => [.. Names().Reverse().Select(ReadMail).OfType<OutboxMail>()];

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    // The folder alone knows: the processes of a deployment share it. Names sort by time, the oldest first.
    private string[] Names() =>
        [.. Directory.EnumerateFiles(path, "*.json").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    // Somebody may tidy up or scribble in the folder: a mail that is gone or unreadable is left out, the rest is shown.
    private OutboxMail? ReadMail(string name)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(path, name));
            return JsonSerializer.Deserialize(file, OutboxJson.Default.OutboxMail);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    private static string HashOf(string name) => Path.GetFileNameWithoutExtension(name).Split('-')[^1];
}
