using Microsoft.Data.Sqlite;
using OrleansEntry.Tests;

namespace OrleansEntry.Server.Tests;

public sealed class FreshServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_server_knows_nobody()
    {
        await using (var server = ServerProcess.Start(_folder.Path))
        {
            await server.Ready();
            server.Signal(15);
            Assert.Equal(0, await server.Ended());
        }

        var address =
            new SqliteConnectionStringBuilder { DataSource = _folder["data", "entry.db"], Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        await using var store = new SqliteConnection(address.ToString());
        await store.OpenAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0L, await Count(store, "SELECT count(*) FROM grain_state"));
        Assert.Equal(0L, await Count(store, "SELECT count(*) FROM journal"));
    }

    private static async Task<long> Count(SqliteConnection store, string sql)
    {
        await using var command = store.CreateCommand();
#pragma warning disable CA2100 // Both are written above.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
