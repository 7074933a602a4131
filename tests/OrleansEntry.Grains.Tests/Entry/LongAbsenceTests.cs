using OrleansEntry.Contracts.Entry;
using Xunit;

namespace OrleansEntry.Grains.Tests.Entry;

public sealed class LongAbsenceTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task A_passcode_that_nobody_changed_works_after_years_and_no_change_is_asked_for()
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();

        for (var year = 0; year < 5; year++)
        {
            // Set, not advanced: every timer that repeats each second would fire for each second of these years.
            cluster.Clock.AdjustTime(cluster.Clock.GetUtcNow().AddDays(400));
            var entered = Assert.IsType<EntryReply.Done>((await person.Arrive()).Reply);
            var session = await (await person.Account()).CheckSession(person.Proof(entered.Session));

            Assert.False(session!.EnrolmentDue);
            Assert.Null(await (await person.Account()).CheckSession(proof));
        }
    }
}
