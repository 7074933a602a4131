using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Devices;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Devices;
using Xunit;

namespace OrleansEntry.Grains.Tests.Devices;

public sealed class DeviceTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task A_browsers_pass_is_rotated_at_each_entry_and_an_old_or_moved_one_is_a_strangers()
    {
        var person = await Person.Registered(cluster);
        var first = await EnterByBrowser(person, null);
        Assert.IsType<EntryReply.CheckDue>(await Begin(person, null));
        Assert.IsType<EntryReply.PasscodeDue>(await Begin(person, first));

        var second = await EnterByBrowser(person, first);
        cluster.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.IsType<EntryReply.PasscodeDue>(await Begin(person, second));
        Assert.IsType<EntryReply.CheckDue>(await Begin(person, first));
        Assert.IsType<EntryReply.CheckDue>(await Begin(person, Tampered(second)));
        Assert.IsType<EntryReply.CheckDue>(await Begin(await Person.Registered(cluster), second));
    }

    [Fact]
    public async Task A_rotation_survives_its_silo_and_a_lost_answer()
    {
        var person = await Person.Registered(cluster);
        var first = await EnterByBrowser(person, null);
        var second = await EnterByBrowser(person, first); // whose answer is lost
        await cluster.Cluster.DeactivateAsync((await person.Account()).GetGrainId());

        Assert.Equal(second, await EnterByBrowser(person, first));
    }

    [Fact]
    public async Task A_forgotten_device_has_no_session_and_is_a_stranger()
    {
        var person = await Person.Registered(cluster);
        var other = await person.Enter();
        var device = person.Visit.DeviceSecret;
        person.Visit = person.Visit with { DeviceSecret = null };
        var proof = await person.Enter();
        var account = await person.Account();
        var devices = Person.Value<DevicesView>(await account.ListDevices(proof)).Devices;

        Assert.Equal([1, 1], devices.Select(d => d.Sessions));
        Assert.IsType<SessionAnswer.Done>(await account.ForgetDevice(proof, devices.Single(d => !d.IsOwn).Id));

        Assert.Null(await account.CheckSession(other));
        Assert.NotNull(await account.CheckSession(proof));
        person.Visit = person.Visit with { DeviceSecret = device };
        Assert.IsType<EntryReply.CheckDue>(await Begin(person, null));
    }

    [Fact]
    public async Task A_waiting_device_is_let_in_once_by_its_number()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enrol();
        var account = await person.Account();
        Assert.IsType<SessionAnswer.Done>(await account.RestrictDevices(proof, listedOnly: true));
        person.Visit = person.Visit with { DeviceSecret = null };

        var (ticket, _) = await person.Arrive();
        cluster.Clock.Advance(TimeSpan.FromSeconds(30));
        var due = Assert.IsType<EntryReply.DeviceDue>(await person.SubmitCode(ticket, person.Code()));
        Assert.InRange(due.Number, 10, 99);
        var waiting = new EntryBegin { Ticket = ticket, Visit = person.Visit };
        Assert.IsType<EntryReply.DeviceDue>(await account.AwaitDevice(waiting));
        Assert.NotNull(Person.Value<DevicesView>(await account.ListDevices(proof)).Waiting);
        Assert.IsType<SessionAnswer.Done>(await account.AnswerAdmission(proof, due.Number));
        await cluster.Cluster.DeactivateAsync(account.GetGrainId());

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => account.AwaitDevice(waiting)));

        Assert.Single(replies.OfType<EntryReply.Done>());
        Assert.Equal(19, replies.OfType<EntryReply.WrongStep>().Count());
    }

    private async Task<string> EnterByBrowser(Person person, string? passes)
    {
        person.Visit = person.Visit with { DevicePasses = passes, KeepsPass = true };
        var ticket = person.NewTicket();
        await person.PassCheck(ticket);
        var done = Assert.IsType<EntryReply.Done>(await person.SubmitPasscode(ticket));
        return DevicePass.Join(done.Session.DevicePass!, passes);
    }

    private static async Task<EntryReply> Begin(Person person, string? passes) => await (await person.Account()).BeginEntry(
        new EntryBegin { Ticket = person.NewTicket(), Visit = person.Visit with { DevicePasses = passes, KeepsPass = true } });

    private static string Tampered(string pass) => pass[..40] + (pass[40] == 'A' ? 'B' : 'A') + pass[41..];
}
