using Microsoft.Extensions.Options;
using OrleansEntry.Grains.Mail;
using OrleansEntry.Server.Mail;
using OrleansEntry.Tests;

namespace OrleansEntry.Server.Tests.Mail;

public sealed class SmtpMailerTests
{
    private static readonly MailMessage Mail = new("id/1", "ada@example.test", "Your code", "Your code: 1234 5678");

    [Fact]
    public async Task A_mail_arrives_from_us_to_the_person_with_its_text()
    {
        await using var server = new MailServer();
        using var mailer = Open(server.Port);

        await mailer.Send(Mail, TestContext.Current.CancellationToken);

        Assert.Contains(server.Heard, line => line.StartsWith("AUTH PLAIN", StringComparison.Ordinal));
        Assert.Contains(server.Heard, line => line.StartsWith("MAIL FROM:<entry@example.test>", StringComparison.Ordinal));
        Assert.Contains(server.Heard, line => line.StartsWith("RCPT TO:<ada@example.test>", StringComparison.Ordinal));
        Assert.Contains("Subject: Your code", server.Heard);
        Assert.Contains("Auto-Submitted: auto-generated", server.Heard);
        Assert.Contains("Your code: 1234 5678", server.Heard);
    }

    [Fact]
    public async Task A_mail_is_plain_text_and_a_page_that_loads_nothing_and_shows_markup_as_text()
    {
        await using var server = new MailServer();
        using var mailer = Open(server.Port);

        await mailer.Send(
            Mail with { Text = "From: <img src=x>\n\nhttps://entry.example.test/not-me#AAAA" }, TestContext.Current.CancellationToken);

        var heard = string.Join('\n', server.Heard).Replace("=\n", "", StringComparison.Ordinal);
        Assert.Contains("multipart/alternative", heard, StringComparison.Ordinal);
        Assert.Contains("From: <img src=x>", heard, StringComparison.Ordinal);
        Assert.Contains("<p>From: &lt;img src", heard, StringComparison.Ordinal);
        Assert.Contains(">https://entry.example.test/not-me#AAAA</a>", heard, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"", heard, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_sent_again_keeps_its_message_id()
    {
        await using var server = new MailServer();
        using var mailer = Open(server.Port);

        await mailer.Send(Mail, TestContext.Current.CancellationToken);
        await mailer.Send(Mail, TestContext.Current.CancellationToken);

        var ids = server.Heard.Where(line => line.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.Equal(2, ids.Count);
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task A_server_without_TLS_gets_nothing_when_TLS_is_due()
    {
        await using var server = new MailServer();
        using var mailer = Open(server.Port, SmtpSecurity.StartTls);

        await Assert.ThrowsAsync<IOException>(() => mailer.Send(Mail, TestContext.Current.CancellationToken));

        Assert.DoesNotContain(server.Heard, line =>
            line.StartsWith("AUTH", StringComparison.Ordinal) || line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_refuses_is_a_fault_to_be_tried_again()
    {
        await using var server = new MailServer(refuses: true);
        using var mailer = Open(server.Port);

        await Assert.ThrowsAsync<IOException>(() => mailer.Send(Mail, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_fault_to_be_tried_again()
    {
        int port;
        await using (var server = new MailServer()) port = server.Port;
        using var mailer = Open(port);

        await Assert.ThrowsAsync<IOException>(() => mailer.Send(Mail, TestContext.Current.CancellationToken));
    }

    private static SmtpMailer Open(int port, SmtpSecurity security = SmtpSecurity.None) => new(
        Options.Create(new SmtpOptions
        {
            Host = "127.0.0.1", Port = port, Security = security, From = "Example Exchange <entry@example.test>", User = "entry",
            Password = "secret",
        }),
        TimeProvider.System);
}
