using System.Net;
using Orleans;
using Orleans.Runtime;

namespace OrleansEntry.Storage.Azure;

/// <summary>Silos as rows, as the official provider lays them out: partition = the cluster's id; row key <c>{ip}-{port}-{generation}</c>;
/// all columns are text. The row <c>VersionRow</c> holds the table's version.</summary>
internal static class SiloRows
{
    internal const string VersionKey = "VersionRow";

    private const string Version = "MembershipVersion";
    private const string Cluster = "DeploymentId";
    private const string IAmAlive = "IAmAliveTime";

    internal static string KeyOf(SiloAddress silo) =>
        string.Create(CultureInfo.InvariantCulture, $"{silo.Endpoint.Address}-{silo.Endpoint.Port}-{silo.Generation}");

    /// <summary>Whether a row is a silo's. Newer official providers also keep rows <c>!Start</c> and <c>~End</c>.</summary>
    internal static bool IsSilo(TableEntity row) => row.RowKey is not (VersionKey or "!Start" or "~End");

    internal static TableEntity VersionRow(string cluster, int version) =>
        new(cluster, VersionKey) { [Cluster] = cluster, [Version] = version.ToString(CultureInfo.InvariantCulture) };

    internal static TableVersion ToVersion(TableEntity row) =>
        new(int.Parse(row.GetString(Version), NumberStyles.None, CultureInfo.InvariantCulture), row.ETag.ToString());

    internal static TableEntity ToRow(string cluster, MembershipEntry entry) => new(cluster, KeyOf(entry.SiloAddress))
    {
        [Cluster] = cluster,
        ["Address"] = entry.SiloAddress.Endpoint.Address.ToString(),
        ["Port"] = Text(entry.SiloAddress.Endpoint.Port),
        ["Generation"] = Text(entry.SiloAddress.Generation),
        ["HostName"] = entry.HostName,
        ["Status"] = entry.Status.ToString(),
        ["ProxyPort"] = Text(entry.ProxyPort),
        ["SiloName"] = entry.SiloName,
        ["SuspectingSilos"] = string.Join('|', Suspicions(entry).Select(s => s.Item1.ToParsableString())),
        ["SuspectingTimes"] = string.Join('|', Suspicions(entry).Select(s => LogFormatter.PrintDate(s.Item2))),
        ["StartTime"] = LogFormatter.PrintDate(entry.StartTime),
        [IAmAlive] = LogFormatter.PrintDate(entry.IAmAliveTime),
    };

    /// <summary>The one column that a living silo keeps writing.</summary>
    internal static TableEntity ToAliveRow(string cluster, MembershipEntry entry) =>
        new(cluster, KeyOf(entry.SiloAddress)) { [IAmAlive] = LogFormatter.PrintDate(entry.IAmAliveTime) };

    internal static MembershipEntry ToEntry(TableEntity row) => new()
    {
        SiloAddress = AddressOf(row, "Port"),
        HostName = row.GetString("HostName"),
        Status = Enum.Parse<SiloStatus>(row.GetString("Status")),
        ProxyPort = Number(row, "ProxyPort"),
        SiloName = row.GetString("SiloName"),
        SuspectTimes = [.. Parts(row, "SuspectingSilos").Select(SiloAddress.FromParsableString)
            .Zip(Parts(row, "SuspectingTimes").Select(LogFormatter.ParseDate), Tuple.Create)],
        StartTime = LogFormatter.ParseDate(row.GetString("StartTime")),
        IAmAliveTime = LogFormatter.ParseDate(row.GetString(IAmAlive)),
    };

    /// <summary>When a silo last said that it is alive, or another one voted on it.</summary>
    internal static DateTime LastHeardOf(MembershipEntry entry) =>
        Suspicions(entry).Select(vote => vote.Item2).Append(entry.StartTime).Append(entry.IAmAliveTime).Max();

    /// <summary>Which silos clients may connect to.</summary>
    internal static string GatewayFilter(string cluster) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {cluster} and Status eq {nameof(SiloStatus.Active)} and ProxyPort ne {"0"}");

    internal static Uri ToGateway(TableEntity row) => AddressOf(row, "ProxyPort").ToGatewayUri();

    private static SiloAddress AddressOf(TableEntity row, string port) =>
        SiloAddress.New(IPAddress.Parse(row.GetString("Address")), Number(row, port), Number(row, "Generation"));

    private static List<Tuple<SiloAddress, DateTime>> Suspicions(MembershipEntry entry) => entry.SuspectTimes ?? [];

    private static string[] Parts(TableEntity row, string column) =>
        row.GetString(column).Split('|', StringSplitOptions.RemoveEmptyEntries);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(TableEntity row, string column) =>
        int.Parse(row.GetString(column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
