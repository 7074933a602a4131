using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Runtime;
using OrleansEntry.Storage.Conformance;

namespace OrleansEntry.Storage.Embedded;

public sealed class DatabaseFileTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private string Data => _temporary.New();

    private string Database => Path.Combine(Data, DatabaseFile.Name);

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task A_new_database_is_for_its_owner_alone_and_opens_again()
    {
        await Fill();

        await using var again = EmbeddedBackend.In(Data);

        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Database));
        Assert.False(File.Exists(Database + ".new"));
    }

    [Fact]
    public async Task What_an_unfinished_creation_left_is_swept_away()
    {
        DataFolder.Open(Data).Dispose();
        File.WriteAllText(Database + ".new", "half");
        File.WriteAllText(Database + ".new-wal", "half");

        await Fill();

        Assert.False(File.Exists(Database + ".new"));
        Assert.False(File.Exists(Database + ".new-wal"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(5_000)]
    public async Task A_file_that_is_no_database_is_refused(int length)
    {
        await Fill();
        File.WriteAllText(Database, new string('x', length));

        AssertRefused("not a database");
    }

    [Fact]
    public async Task A_truncated_database_is_refused()
    {
        await Fill();
        using (var file = File.OpenWrite(Database)) file.SetLength(file.Length / 2);

        AssertRefused("damaged");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public async Task A_database_with_an_overwritten_page_is_refused(int page)
    {
        await Fill();
        using (var file = File.OpenWrite(Database))
        {
            // Behind the header, so that it is not the header that is found.
            file.Position = (page - 1) * 4096 + (page == 1 ? 100 : 0);
            file.Write(Enumerable.Repeat((byte)0xA5, 2_000).ToArray());
        }

        AssertRefused("damaged");
    }

    [Theory]
    [InlineData("PRAGMA application_id = 7", "another program")]
    [InlineData("PRAGMA application_id = 0", "another program")]
    [InlineData("PRAGMA user_version = 2", "newer")]
    [InlineData("PRAGMA user_version = 0", "version is 0")]
    [InlineData("DELETE FROM meta", "meta")]
    [InlineData("DROP TABLE meta", "meta")]
    public async Task A_database_of_another_program_or_version_is_refused(string change, string reason)
    {
        await Fill();
        using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = change;
            command.ExecuteNonQuery();
        }

        AssertRefused(reason);
    }

    [Fact]
    public async Task A_damaged_database_keeps_its_log_when_it_is_refused()
    {
        var copy = _temporary.New("copy");
        Directory.CreateDirectory(copy);
        await using (var backend = EmbeddedBackend.In(Data))
        {
            await Write(backend, 50);
            foreach (var name in (string[])["format", "entry.db", "entry.db-wal"])
                File.Copy(Path.Combine(Data, name), Path.Combine(copy, name));
        }

        Directory.Delete(Data, recursive: true);
        Directory.Move(copy, Data);
        using (var file = File.OpenWrite(Database)) file.SetLength(200);

        Assert.True(new FileInfo(Database + "-wal").Length > 0);
        AssertRefused("entry.db");
    }

    [Fact]
    public async Task A_log_without_its_database_is_refused()
    {
        await Fill();
        File.Delete(Database);
        File.WriteAllText(Database + "-wal", "what was not yet moved");

        AssertRefused("write-ahead log");
    }

    [Fact]
    public void A_database_that_is_a_folder_is_refused()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "format"), "orleans-entry 1\n");
        Directory.CreateDirectory(Database);

        AssertRefused("cannot be opened");
    }

    private async Task Fill()
    {
        await using var backend = EmbeddedBackend.In(Data);
        await Write(backend, 200);
    }

    private static async Task Write(EmbeddedBackend backend, int records)
    {
        await Task.WhenAll(Enumerable.Range(0, records).Select(n => backend.Grains.WriteStateAsync(
            "note", GrainId.Create("account", $"g{n}"), new GrainState<Note>(new Note { Text = new string('n', 300) }))));
    }

    private void AssertRefused(string reason)
    {
        using var folder = DataFolder.Open(Data);
        var before = TemporaryFolder.Contents(Data);

        var refusal = Assert.Throws<DataFolderException>(() =>
            EmbeddedStore.Open(folder, new(), TimeProvider.System, NullLogger<EmbeddedStore>.Instance));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Database, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Equal(before, TemporaryFolder.Contents(Data));
    }
}
