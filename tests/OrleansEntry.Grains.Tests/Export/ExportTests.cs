using System.Text.Json;
using OrleansEntry.Contracts.Alerts;
using OrleansEntry.Contracts.Export;
using OrleansEntry.Contracts.Sessions;
using Xunit;

namespace OrleansEntry.Grains.Tests.Export;

public sealed class ExportTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task The_owner_takes_along_what_is_stored_and_no_secret_of_it()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enrol();
        var account = await person.Account();
        await cluster.Grains.GetGrain<IAccountAlertsGrain>(account.GetPrimaryKeyString())
            .SetSafetyPhrase(proof, new NewSafetyPhrase { Phrase = "blue kettle on the moon" });

        var stored = Person.Value<AccountExport>(await account.Export(proof));

        Assert.Equal(person.Identifier, stored.Identifier);
        Assert.Equal((1, 1, 10), (stored.Sessions.Length, stored.Devices.Devices.Length, stored.SecondFactors.RecoveryCodesLeft));
        Assert.NotNull(stored.SafetyPhraseSince);
        var text = JsonSerializer.Serialize(stored);
        var record = (await person.StoredAccount())!;
        foreach (var secret in new[]
        {
            record.PasscodeHash, record.Totp!.ProtectedSecret, Convert.ToBase64String(person.TotpSecret), "blue kettle",
            Convert.ToBase64String(record.Sessions[0].SecretHash), Convert.ToBase64String(record.Devices[0].SecretHash),
        }) Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.Contains("account.exported", (await person.Log(proof)).Select(item => item.Kind));
    }

    [Fact]
    public async Task Without_fresh_presence_or_a_session_nothing_is_handed_out()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var account = await person.Account();
        cluster.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.IsType<SessionAnswer.ConfirmationDue>(await account.Export(proof));
        Assert.IsType<SessionAnswer.NoSession>(await account.Export(proof with { SecretHash = new byte[32] }));
    }
}
