using OrleansEntry.Reliability.Tests.Durability;

namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>Somebody with an account and a device that it knows.</summary>
internal sealed record Settler(Person Person, EntryClient Home)
{
    private const int Count = 4;

    /// <summary>Some of them register and enter.</summary>
    public static async Task<Settler[]> Arrive(Cluster cluster)
    {
        var stage = new ChaosStage(cluster, new History());
        return await Task.WhenAll(Enumerable.Range(0, Count).Select(async i =>
        {
            var person = ChaosStage.NewPerson();
            await new Resident(stage, new SeededDice((ulong)i), cluster.NewNetwork()).Arrive(person);
            var home = new EntryClient(stage.NewHttp(), cluster.NewNetwork());
            (await home.Enter(person.Identifier, person.Passcode)).Last.Is("200 done");
            return new Settler(person, home);
        }));
    }
}
