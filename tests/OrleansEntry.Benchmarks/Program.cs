using OrleansEntry.Benchmarks.Checks;
using OrleansEntry.Benchmarks.Load;

const string Usage =
    """
    OrleansEntry.Benchmarks load            measures the server as it is shipped and prints one table; about two minutes
    OrleansEntry.Benchmarks load --cluster  three silos and two gateways over Azurite, with few and many accounts; about ten minutes
    … --quick                               the same in seconds, to see that it works; its figures mean little
    OrleansEntry.Benchmarks checks          measures the security check: pictures, opening, judging, and 100,000 open at once; five minutes
    OrleansEntry.Benchmarks official        measures the check of official addresses; half a minute
    OrleansEntry.Benchmarks --help          says this

    The server runs for production, as a process of its own on a free loopback port and a data folder of its own, with every setting at
    its default but one: 127.0.0.1 is its trusted proxy, so that each client comes from a network of its own. Nothing is switched off.
    Measures that are compared take turns, repeat by repeat, in one run: compare the ratios of two machines, not their rates.
    """;

switch (args)
{
    case ["load"]:
        return await LoadRun.Run(Plan.Full, Console.Out);

    case ["load", "--quick"]:
        return await LoadRun.Run(Plan.Quick, Console.Out);

    case ["load", "--cluster"]:
        return await ClusterRun.Run(ClusterPlan.Full, Console.Out);

    case ["load", "--cluster", "--quick"]:
        return await ClusterRun.Run(ClusterPlan.Quick, Console.Out);

    case ["checks"]:
        return await ChecksRun.Run(Console.Out);

    case ["official"]:
        return OfficialRun.Run(Console.Out);

    case [BareServer.Command, var url, var bytes]:
        return await BareServer.Serve(url, int.Parse(bytes, System.Globalization.CultureInfo.InvariantCulture));

    case ["--help" or "-h" or "help"]:
        Console.WriteLine(Usage);
        return 0;

    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
