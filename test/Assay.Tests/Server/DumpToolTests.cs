using Assay.Server.Cli;

namespace Assay.Tests.Server;

public sealed class DumpToolTests
{
    [Theory]
    [InlineData("postgresql://db/assay", "postgresql://db/assay")]
    [InlineData("postgresql://joe@db:5433/assay?sslmode=require", "postgresql://joe@db:5433/assay")]
    [InlineData("postgresql://joe:geheim@db/assay?password=geheim", "postgresql://joe@db/assay")]
    [InlineData("postgres://joe:ge%40heim@db1:5432,db2:5432/assay", "postgres://joe@db1:5432,db2:5432/assay")]
    public void The_address_is_that_of_the_database_without_the_password(string url, string expected)
    {
        var tool = new DumpTool(url);

        Assert.Equal($"pg_dump --format=custom --file='kept.json.dump' --dbname='{expected}'", tool.Dump("kept.json"));
        Assert.Equal($"pg_restore --no-owner --exit-on-error --dbname='{expected}_restored' 'kept.json.dump'", tool.Restore("kept.json"));
    }
}
