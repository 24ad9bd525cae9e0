namespace Mesh.Doors.Tests;

/// <summary>docs/doors.md says of each door what is served and what is not: all of it, and nothing else.</summary>
public sealed class DoorsDocTests
{
    public static TheoryData<string> Doors => [.. DoorEndpoints.Of.Keys];

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Table_of_a_door_lists_what_it_serves(string door)
    {
        var served = await DoorEndpoints.Of[door]();
        var listed = DoorTable.Read(door);
        Assert.NotEmpty(listed);
        Assert.Equal(listed.Distinct(), listed);
        Assert.Equal(served.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }
}
