using System.Globalization;
using System.Text.Json;
using OrleansEntry.Grains.Mail;

namespace OrleansEntry.Server.Mail;

/// <summary>A development server's mail: one file per mail in a folder, for a person or a test to read. Nothing leaves the machine.</summary>
/// <remarks>A mail handed over again under its message id is kept once, for as long as the first is among the newest
/// <see cref="Capacity"/>.</remarks>
internal sealed class OutboxMailer : IMailer, IDisposable
{
    /// <summary>Mails that are kept; the oldest give way.</summary>
    public const int Capacity = 1_000;

    private readonly string _path;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _oneAtATime = new(1);

    // Names sort by time: the oldest is first.
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hashes = new(StringComparer.Ordinal);

    /// <summary>Opens the folder and takes note of what is there.</summary>
    public OutboxMailer(string path, TimeProvider clock)
    {
        (_path, _clock) = (path, clock);
        foreach (var file in Directory.EnumerateFiles(path, "*.json")) Note(Path.GetFileName(file));
    }

    /// <inheritdoc/>
    public async Task Send(MailMessage message, CancellationToken cancellationToken = default)
    {
        var hash = MailName.Of(message.MessageId);

        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (_hashes.Contains(hash)) return;

            var at = _clock.GetUtcNow();
            var name = string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyyMMdd'T'HHmmssfffffff}-{hash}.json");
            var mail = new OutboxMail(message.To, message.Subject, message.Text, at.UtcDateTime);
            PrivateFile.Write(Path.Combine(_path, name), JsonSerializer.Serialize(mail, OutboxJson.Default.OutboxMail));
            Note(name);
            while (_names.Count > Capacity) DropOldest();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>All mails, newest first.</summary>
    public async Task<IReadOnlyList<OutboxMail>> Read(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return [.. _names.Reverse().Select(ReadMail).OfType<OutboxMail>()];
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    private void Note(string name)
    {
        if (_names.Add(name)) _hashes.Add(HashOf(name));
    }

    private void DropOldest()
    {
        var oldest = _names.Min!;
        File.Delete(Path.Combine(_path, oldest));
        _names.Remove(oldest);
        _hashes.Remove(HashOf(oldest));
    }

    // Somebody may tidy up or scribble in the folder: a mail that is gone or unreadable is left out, the rest is shown.
    private OutboxMail? ReadMail(string name)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(_path, name));
            return JsonSerializer.Deserialize(file, OutboxJson.Default.OutboxMail);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    private static string HashOf(string name) => Path.GetFileNameWithoutExtension(name).Split('-')[^1];
}
