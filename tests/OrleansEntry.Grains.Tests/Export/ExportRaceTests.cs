using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Contracts.Alerts;
using OrleansEntry.Contracts.Export;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Activity;
using Xunit;

namespace OrleansEntry.Grains.Tests.Export;

public sealed class ExportRaceTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task Eight_exports_at_once_while_the_account_changes_are_each_whole_and_each_log_verifies_to_its_head()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var account = await person.Account();
        var alerts = account.AsReference<IAccountAlertsGrain>();

        var changes = Task.WhenAll(Enumerable.Range(0, 20).Select(i => i % 2 == 0
            ? alerts.SetSafetyPhrase(proof, new NewSafetyPhrase { Phrase = $"blue kettle {i}" })
            : account.LockSettings(proof, 0)));
        var exports = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Export(account, proof)));
        await changes;

        Assert.Equal(8, exports.Select(e => e.Log.Count(item => item.Kind == ActivityKind.AccountExported)).Max());
        Assert.All(exports, export =>
        {
            var stored = export.Stored;
            Assert.Equal((person.Identifier, 1, 1), (stored.Identifier, stored.Sessions.Length, stored.Devices.Devices.Length));
            Assert.Contains(export.Log, item => item.Kind == ActivityKind.AccountExported);
            var intact = Assert.IsType<ActivityVerdict.Intact>(ActivityVerifier.Verify(Person.Lines([.. export.Log])));
            Assert.Equal((export.Head.Sequence, export.Head.Hash), (intact.Count, intact.HeadHash));
        });
    }

    // As the gateway does it: the document, and then the log up to the head that the account names.
    private async Task<(AccountExport Stored, ActivityHead Head, List<ActivityItem> Log)> Export(IAccountGrain account, SessionProof proof)
    {
        var stored = Person.Value<AccountExport>(await account.Export(proof));
        var head = Person.Value<ActivityHead>(await account.SettleActivity(proof));
        var log = new List<ActivityItem>();
        while (log.Count < head.Sequence)
        {
            var page = await cluster.Grains.GetGrain<IActivityGrain>(account.GetPrimaryKeyString()).Export(log.Count + 1, 3);
            Assert.NotEmpty(page.Items);
            log.AddRange(page.Items.TakeWhile(item => item.Sequence <= head.Sequence));
        }

        return (stored, head, log);
    }
}
