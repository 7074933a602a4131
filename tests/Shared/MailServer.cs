using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OrleansEntry.Tests;

/// <summary>A mail server for tests: takes connections on a loopback port and keeps what it hears (RFC 5321, the least of it).</summary>
/// <param name="refuses">Whether it takes no mail.</param>
/// <param name="certificate">With one it turns to TLS when asked (RFC 3207), and takes no sign-in and no mail before.</param>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<string> _heard = [];
    private readonly bool _refuses;
    private readonly X509Certificate2? _certificate;
    private readonly Task _serving;

    public MailServer(bool refuses = false, X509Certificate2? certificate = null)
    {
        (_refuses, _certificate) = (refuses, certificate);
        _listener.Start();
        _serving = Serve();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The commands and mails that were heard, line by line.</summary>
    public IReadOnlyList<string> Heard
    {
        get { lock (_heard) return [.. _heard]; }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving;
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await Talk(client.GetStream(), isPrivate: _certificate is null);
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException or IOException)
        {
            // The test is over.
        }
    }

    private async Task Talk(Stream stream, bool isPrivate, bool greets = true)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\r\n" };

        if (greets) await writer.WriteLineAsync("220 mail.example.test");
        for (var inMail = false; await reader.ReadLineAsync() is { } line;)
        {
            lock (_heard) _heard.Add(line);
            if (inMail && line != ".") continue;

            var answer = inMail ? "250 Taken" : Answer(line, isPrivate);
            inMail = !inMail && answer.StartsWith("354", StringComparison.Ordinal);
            await writer.WriteLineAsync(answer);
            if (line != "STARTTLS" || isPrivate) continue;

            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(_certificate!);
            await Talk(tls, isPrivate: true, greets: false);
            return;
        }
    }

    private string Answer(string line, bool isPrivate) => line switch
    {
        _ when line.StartsWith("EHLO", StringComparison.Ordinal) =>
            $"250-mail.example.test\r\n250 {(isPrivate ? "AUTH PLAIN" : "STARTTLS")}",
        "STARTTLS" when !isPrivate => "220 Go on",
        "QUIT" => "221 Bye",
        _ when !isPrivate => "530 Must issue a STARTTLS command first",
        _ when line.StartsWith("AUTH", StringComparison.Ordinal) => "235 Welcome",
        "DATA" => _refuses ? "554 No" : "354 Go on",
        _ => "250 Fine",
    };
}
