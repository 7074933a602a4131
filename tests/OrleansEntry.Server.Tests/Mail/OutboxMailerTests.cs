using OrleansEntry.Grains.Mail;
using OrleansEntry.Server.Mail;

namespace OrleansEntry.Server.Tests.Mail;

public sealed class OutboxMailerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Mails_are_shown_newest_first()
    {
        using var outbox = Open();

        await outbox.Send(Mail("a"), TestContext.Current.CancellationToken);
        await outbox.Send(Mail("b"), TestContext.Current.CancellationToken);

        Assert.Equal(["b", "a"], outbox.Read().Select(mail => mail.Subject));
    }

    [Fact]
    public async Task A_mail_handed_over_twice_is_one_mail_even_after_a_restart()
    {
        using (var outbox = Open())
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => outbox.Send(Mail("a"), TestContext.Current.CancellationToken)));
        }

        using var again = Open();
        await again.Send(Mail("a"), TestContext.Current.CancellationToken);

        Assert.Single(again.Read());
    }

    [Fact]
    public async Task Only_the_newest_are_kept()
    {
        for (var i = 0; i <= OutboxMailer.Capacity; i++)
            File.WriteAllText(_folder[$"2026010{i / 1000}T{i:D13}-{i:x32}.json"], "{}");
        using var outbox = Open();

        await outbox.Send(Mail("newest"), TestContext.Current.CancellationToken);

        var mails = outbox.Read();
        Assert.Equal(OutboxMailer.Capacity, mails.Count);
        Assert.Equal("newest", mails[0].Subject);
        Assert.Equal(OutboxMailer.Capacity, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public async Task A_file_that_somebody_scribbled_in_hides_no_other_mail()
    {
        using var outbox = Open();
        await outbox.Send(Mail("a"), TestContext.Current.CancellationToken);
        File.WriteAllText(Directory.GetFiles(_folder.Path).Single(), "{");
        await outbox.Send(Mail("b"), TestContext.Current.CancellationToken);

        Assert.Equal("b", Assert.Single(outbox.Read()).Subject);
    }

    private OutboxMailer Open() => new(_folder.Path, TimeProvider.System);

    private static MailMessage Mail(string id) => new($"id/{id} ü", "ada@example.test", id, "Text");
}
