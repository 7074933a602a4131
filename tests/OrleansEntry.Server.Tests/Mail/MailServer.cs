using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansEntry.Server.Tests.Mail;

/// <summary>A mail server for tests: takes connections on a loopback port and keeps what it hears (RFC 5321, the least of it).</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly bool _refuses;
    private readonly Task _serving;

    public MailServer(bool refuses = false)
    {
        _refuses = refuses;
        _listener.Start();
        _serving = Serve();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The commands and mails that were heard, line by line.</summary>
    public List<string> Heard { get; } = [];

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
                await Talk(client);
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException or IOException)
        {
            // The test is over.
        }
    }

    private async Task Talk(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\r\n" };

        await writer.WriteLineAsync("220 mail.example.test");
        for (var inMail = false; await reader.ReadLineAsync() is { } line;)
        {
            Heard.Add(line);
            if (inMail && line != ".") continue;

            var answer = inMail ? "250 Taken"
                : line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-mail.example.test\r\n250 AUTH PLAIN"
                : line.StartsWith("AUTH", StringComparison.Ordinal) ? "235 Welcome"
                : line == "DATA" ? _refuses ? "554 No" : "354 Go on"
                : line == "QUIT" ? "221 Bye"
                : "250 Fine";
            inMail = !inMail && answer.StartsWith("354", StringComparison.Ordinal);
            await writer.WriteLineAsync(answer);
        }
    }
}
