namespace OrleansEntry.Reliability.Tests.Durability;

/// <summary>kill -9 before a mail that is owed has left: the next start sends it, though nobody asks for the account.</summary>
[Collection(Entrance.KilledCollection)]
public sealed class DutyTests(Entrance entrance)
{
    [Fact]
    public async Task A_mail_that_a_killed_server_owed_is_sent_by_the_next_start_though_nobody_touches_the_account()
    {
        const string Mail = "A recovery code was used";
        await entrance.Revive();
        var (person, owner) = await entrance.RegisterAndEnrol();

        // A mail leaves a second after the answer. On a busy machine the kill may come too late, so there are ten codes.
        for (var sent = 0; person.RecoveryCodes.TryDequeue(out var code); sent++)
        {
            (await owner.Enter(person.Identifier, person.Passcode, "recovery-code", code)).Last.Is("200 done");
            entrance.Kill();
            var waiting = 0;
            await entrance.StartAgain(() => waiting = sent + 1 - MailsOnDisk(person, Mail));
            owner = entrance.Again(owner);

            await entrance.WaitForMail(person.Identifier, Mail, sent + 1);
            if (waiting > 0) return;
        }

        Assert.Fail("The mail was always faster than the kill.");
    }

    private int MailsOnDisk(Person person, string subject) =>
        Directory.EnumerateFiles(entrance.DataFolder, "*.json", SearchOption.AllDirectories).Select(File.ReadAllText)
            .Count(mail => mail.Contains($"\"{subject}\"", StringComparison.Ordinal)
                && mail.Contains(person.Identifier, StringComparison.Ordinal));
}
