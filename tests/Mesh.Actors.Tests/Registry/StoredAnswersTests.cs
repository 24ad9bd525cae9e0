using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Registry;
using Mesh.Selection;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Actors.Tests.Registry;

public sealed class StoredAnswersTests
{
    private static readonly InstanceKey Key = Some.Key("orders", "o-1");
    private static readonly Evidence Because = new(Causes.StatusSet, "test", "");
    private static readonly Register Registration = new(Some.Record(Key), Consistency.Local, TimeSpan.Zero);
    private static readonly UpdateCheck Heartbeat = new(Key, "ttl", InstanceStatus.Passing, "");

    public static TheoryData<ICommand, IReply> Writes => new()
    {
        { Registration, new Registered(Key, 1, 1, true) },
        { new Deregister(Key, Because), new Deregistered(Key, 1) },
        { new SetStatus(Key, InstanceStatus.Critical, Because), new StatusSet(Key, 1) },
        { new ChangeChecks(Key, [], [], Because), new ChecksChanged(Key, 1) },
        { new Drain(Key, TimeSpan.Zero), new Drained(Key, [], []) },
    };

    public static TheoryData<ICommand, IReply> Others => new()
    {
        { Registration, new Rejected([]) },
        { new Drain(Key, TimeSpan.Zero), new InstanceNotFound(Key, 1) },
        { new Deregister(Key, Because), new Unavailable("") },
        { new Renew(Key, InstanceStatus.Passing, ""), new Renewed(Key, 1) },
        { new SetPolicy(Key.Service, ServicePolicy.Default), new PolicySet(Key.Service, 1) },
        { Registration with { Restores = true }, new Registered(Key, 1, 1, true) },
        { Registration with { EntryClaim = 7 }, new Registered(Key, 1, 1, true) },
        { new Deregister(Key, Because) { EntryClaim = 7 }, new Deregistered(Key, 1) },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public void Acknowledgement_of_a_write_waits_for_the_disk(ICommand command, IReply reply) =>
        Assert.True(StoredAnswers.Wait(command, reply, changes: false));

    [Theory]
    [MemberData(nameof(Others))]
    public void What_promises_nothing_that_is_stored_does_not_wait(ICommand command, IReply reply) =>
        Assert.False(StoredAnswers.Wait(command, reply, changes: true));

    [Fact]
    public void Heartbeat_waits_where_it_changes_the_record_and_else_not()
    {
        Assert.True(StoredAnswers.Wait(Heartbeat, new CheckUpdated(Key, 1), changes: true));
        Assert.False(StoredAnswers.Wait(Heartbeat, new CheckUpdated(Key, 1), changes: false));
        Assert.False(StoredAnswers.Wait(Heartbeat, new CheckNotFound(Key, "ttl", 1), changes: true));
    }
}
