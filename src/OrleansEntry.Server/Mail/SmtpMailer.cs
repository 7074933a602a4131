using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using OrleansEntry.Grains.Mail;

namespace OrleansEntry.Server.Mail;

/// <summary>Hands mail to an SMTP server (RFC 5321), one connection a mail.</summary>
/// <remarks>The message id gives the mail's Message-ID, so that servers and mailboxes can see a mail handed over twice as one.</remarks>
internal sealed class SmtpMailer : IMailer, IDisposable
{
    /// <summary>Connections at a time; further mails wait.</summary>
    public const int MaxConnections = 4;

    private readonly SmtpOptions _options;
    private readonly MailboxAddress _from;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _connections = new(MaxConnections);

    /// <summary>Takes the settings; connects to nothing yet.</summary>
    public SmtpMailer(IOptions<SmtpOptions> options, TimeProvider clock)
    {
        (_options, _clock) = (options.Value, clock);
        _from = MailboxAddress.Parse(_options.From!);
    }

    /// <inheritdoc/>
    public async Task Send(MailMessage message, CancellationToken cancellationToken = default)
    {
        using var mail = Compose(message);

        await _connections.WaitAsync(cancellationToken);
        try
        {
            await Hand(mail, cancellationToken);
        }
        catch (Exception e) when (e is ProtocolException or CommandException or AuthenticationException or SslHandshakeException
            or NotSupportedException or System.Net.Sockets.SocketException or TimeoutException)
        {
            throw new IOException($"The mail server {_options.Host} did not take a mail ({e.GetType().Name}).", e);
        }
        finally
        {
            _connections.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connections.Dispose();

    private async Task Hand(MimeMessage mail, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient { Timeout = (int)_options.AnswerWithin.TotalMilliseconds };

        await client.ConnectAsync(_options.Host!, _options.Port, Security(), cancellationToken);
        if (!string.IsNullOrEmpty(_options.User)) await client.AuthenticateAsync(_options.User, _options.Password!, cancellationToken);

        var format = FormatOptions.Default.Clone();
        format.International = client.Capabilities.HasFlag(SmtpCapabilities.UTF8);
        await client.SendAsync(format, mail, cancellationToken);

        // Accepted is accepted: a goodbye that goes wrong changes nothing.
        await client.DisconnectAsync(quit: true, CancellationToken.None);
    }

    private MimeMessage Compose(MailMessage message)
    {
        var mail = new MimeMessage
        {
            Subject = message.Subject,
            Date = _clock.GetUtcNow(),
            MessageId = $"{MailName.Of(message.MessageId)}@{_from.Domain}",
            Body = new MultipartAlternative(new TextPart("plain") { Text = message.Text }, new TextPart("html") { Text = message.Html }),
        };
        mail.From.Add(_from);
        mail.To.Add(new MailboxAddress(name: null, message.To));

        // Nobody's absence note answers this (RFC 3834).
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mail;
    }

    private SecureSocketOptions Security() => _options.Security switch
    {
        SmtpSecurity.SslOnConnect => SecureSocketOptions.SslOnConnect,
        SmtpSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
