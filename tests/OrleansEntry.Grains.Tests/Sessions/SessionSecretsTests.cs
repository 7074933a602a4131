using OrleansEntry.Contracts.Entry;
using OrleansEntry.Core.Sessions;
using Xunit;

namespace OrleansEntry.Grains.Tests.Sessions;

public sealed class SessionSecretsTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Fact]
    public async Task Each_entry_of_one_person_on_one_device_gets_a_session_and_a_secret_of_its_own()
    {
        var person = await Person.Registered(cluster);
        await person.Enter();
        var secrets = new List<byte[]>();
        var names = new List<string>();

        for (var i = 0; i < 15; i++)
        {
            var grant = Assert.IsType<EntryReply.Done>((await person.Arrive()).Reply).Session;
            secrets.Add(grant.Secret);
            names.Add(grant.Session.Id);
        }

        Assert.All(secrets, secret => Assert.Equal(SessionToken.SecretBytes, secret.Length));
        Assert.Equal(15, secrets.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(15, names.Distinct().Count());

        // Random through and through: at no place do all of them have the same byte.
        Assert.All(Enumerable.Range(0, SessionToken.SecretBytes), place =>
            Assert.True(secrets.Select(secret => secret[place]).Distinct().Count() > 1));
    }
}
