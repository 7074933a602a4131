using System.Web;
using OrleansEntry.Contracts.SecondFactor;
using OtpNet;
using Xunit;

namespace OrleansEntry.Grains.Tests.SecondFactor;

public sealed class TotpInvitationTests(EntryCluster cluster) : IClassFixture<EntryCluster>
{
    [Theory]
    [InlineData(30)]
    [InlineData(60)]
    public async Task Each_seed_is_new_and_has_160_bits_and_the_app_is_told_six_digits_and_the_step(int stepSeconds)
    {
        var person = await Person.Registered(cluster);
        var proof = await person.Enter();
        var account = await person.Account();
        var secrets = new HashSet<string>();

        for (var i = 0; i < 20; i++)
        {
            var invitation = Person.Value<TotpEnrolment>(await account.BeginTotp(proof, stepSeconds));
            var told = HttpUtility.ParseQueryString(new Uri(invitation.Uri).Query);

            Assert.Equal(20, Base32Encoding.ToBytes(invitation.Secret).Length);
            Assert.Equal((invitation.Secret, "6", $"{stepSeconds}"), (told["secret"], told["digits"], told["period"]));
            secrets.Add(invitation.Secret);
        }

        Assert.Equal(20, secrets.Count);
    }
}
