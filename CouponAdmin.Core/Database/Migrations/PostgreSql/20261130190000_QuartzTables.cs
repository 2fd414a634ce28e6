using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CouponAdmin.Core.Database.Migrations.PostgreSql
{
    /// <summary>The tables of Quartz 4.7 that a clustered scheduler needs; Quartz reads and writes them, no entity does. Its tables of histories are left out, as nothing reads them.</summary>
    public partial class QuartzTables : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE TABLE qrtz_job_details (
                    sched_name text not null,
                    job_name text not null,
                    job_group text not null,
                    description text null,
                    job_class_name text not null,
                    is_durable bool not null,
                    is_nonconcurrent bool not null,
                    is_update_data bool not null,
                    requests_recovery bool not null,
                    job_data bytea null,
                    primary key (sched_name,job_name,job_group)
                );

                CREATE TABLE qrtz_triggers (
                    sched_name text not null,
                    trigger_name text not null,
                    trigger_group text not null,
                    job_name text not null,
                    job_group text not null,
                    description text null,
                    next_fire_time bigint null,
                    prev_fire_time bigint null,
                    priority integer null,
                    trigger_state text not null,
                    trigger_type text not null,
                    start_time bigint not null,
                    end_time bigint null,
                    calendar_name text null,
                    misfire_instr smallint null,
                    misfire_orig_fire_time bigint null,
                    execution_group varchar(200) null,
                    preferred_node varchar(200) null,
                    preferred_node_auto bool not null default false,
                    retry_policy varchar(250) null,
                    retry_attempt integer null,
                    continues_trigger_name text null,
                    continues_trigger_group text null,
                    continuation_condition integer null,
                    overlap_policy integer null,
                    pause_reason varchar(250) null,
                    paused_by varchar(200) null,
                    paused_at bigint null,
                    misfire_threshold bigint null,
                    fixed_delay bool null,
                    job_data bytea null,
                    primary key (sched_name,trigger_name,trigger_group),
                    foreign key (sched_name,job_name,job_group) references qrtz_job_details (sched_name,job_name,job_group)
                );

                CREATE TABLE qrtz_simple_triggers (
                    sched_name text not null,
                    trigger_name text not null,
                    trigger_group text not null,
                    repeat_count bigint not null,
                    repeat_interval bigint not null,
                    times_triggered bigint not null,
                    primary key (sched_name,trigger_name,trigger_group),
                    foreign key (sched_name,trigger_name,trigger_group) references qrtz_triggers (sched_name,trigger_name,trigger_group) on delete cascade
                );

                CREATE TABLE qrtz_cron_triggers (
                    sched_name text not null,
                    trigger_name text not null,
                    trigger_group text not null,
                    cron_expression text not null,
                    time_zone_id text,
                    primary key (sched_name,trigger_name,trigger_group),
                    foreign key (sched_name,trigger_name,trigger_group) references qrtz_triggers (sched_name,trigger_name,trigger_group) on delete cascade
                );

                CREATE TABLE qrtz_simprop_triggers (
                    sched_name text not null,
                    trigger_name text not null,
                    trigger_group text not null,
                    str_prop_1 text null,
                    str_prop_2 text null,
                    str_prop_3 text null,
                    int_prop_1 integer null,
                    int_prop_2 integer null,
                    long_prop_1 bigint null,
                    long_prop_2 bigint null,
                    dec_prop_1 numeric null,
                    dec_prop_2 numeric null,
                    bool_prop_1 bool null,
                    bool_prop_2 bool null,
                    time_zone_id text null,
                    primary key (sched_name,trigger_name,trigger_group),
                    foreign key (sched_name,trigger_name,trigger_group) references qrtz_triggers (sched_name,trigger_name,trigger_group) on delete cascade
                );

                CREATE TABLE qrtz_blob_triggers (
                    sched_name text not null,
                    trigger_name text not null,
                    trigger_group text not null,
                    blob_data bytea null,
                    primary key (sched_name,trigger_name,trigger_group),
                    foreign key (sched_name,trigger_name,trigger_group) references qrtz_triggers (sched_name,trigger_name,trigger_group) on delete cascade
                );

                CREATE TABLE qrtz_calendars (
                    sched_name text not null,
                    calendar_name text not null,
                    calendar bytea not null,
                    primary key (sched_name,calendar_name)
                );

                CREATE TABLE qrtz_paused_trigger_grps (
                    sched_name text not null,
                    trigger_group text not null,
                    pause_reason varchar(250) null,
                    paused_by varchar(200) null,
                    paused_at bigint null,
                    primary key (sched_name,trigger_group)
                );

                CREATE TABLE qrtz_paused_job_grps (
                    sched_name text not null,
                    job_group text not null,
                    pause_reason varchar(250) null,
                    paused_by varchar(200) null,
                    paused_at bigint null,
                    primary key (sched_name,job_group)
                );

                CREATE TABLE qrtz_fired_triggers (
                    sched_name text not null,
                    entry_id text not null,
                    trigger_name text not null,
                    trigger_group text not null,
                    instance_name text not null,
                    fired_time bigint not null,
                    sched_time bigint not null,
                    priority integer not null,
                    state text not null,
                    job_name text null,
                    job_group text null,
                    is_nonconcurrent bool not null,
                    requests_recovery bool null,
                    execution_group varchar(200) null,
                    progress integer null,
                    progress_message varchar(250) null,
                    interrupt_requested_time bigint null,
                    primary key (sched_name,entry_id)
                );

                CREATE TABLE qrtz_scheduler_state (
                    sched_name text not null,
                    instance_name text not null,
                    last_checkin_time bigint not null,
                    checkin_interval bigint not null,
                    quartz_version varchar(20) null,
                    primary key (sched_name,instance_name)
                );

                CREATE TABLE qrtz_locks (
                    sched_name text not null,
                    lock_name text not null,
                    primary key (sched_name,lock_name)
                );

                CREATE INDEX idx_qrtz_j_g_n ON qrtz_job_details (sched_name, job_group, job_name);

                CREATE INDEX idx_qrtz_t_j ON qrtz_triggers (sched_name, job_name, job_group);

                CREATE INDEX idx_qrtz_t_g_n ON qrtz_triggers (sched_name, trigger_group, trigger_name);

                CREATE INDEX idx_qrtz_t_c ON qrtz_triggers (sched_name, calendar_name);

                CREATE INDEX idx_qrtz_t_nft_st ON qrtz_triggers (sched_name, trigger_state, next_fire_time asc, priority desc, misfire_instr);

                CREATE INDEX idx_qrtz_ft_inst_job_req_rcvry ON qrtz_fired_triggers (sched_name, instance_name, requests_recovery);

                CREATE INDEX idx_qrtz_ft_j_g ON qrtz_fired_triggers (sched_name, job_name, job_group);

                CREATE INDEX idx_qrtz_ft_t_g ON qrtz_fired_triggers (sched_name, trigger_name, trigger_group);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable("qrtz_locks");
            migrationBuilder.DropTable("qrtz_scheduler_state");
            migrationBuilder.DropTable("qrtz_fired_triggers");
            migrationBuilder.DropTable("qrtz_paused_job_grps");
            migrationBuilder.DropTable("qrtz_paused_trigger_grps");
            migrationBuilder.DropTable("qrtz_calendars");
            migrationBuilder.DropTable("qrtz_blob_triggers");
            migrationBuilder.DropTable("qrtz_simprop_triggers");
            migrationBuilder.DropTable("qrtz_cron_triggers");
            migrationBuilder.DropTable("qrtz_simple_triggers");
            migrationBuilder.DropTable("qrtz_triggers");
            migrationBuilder.DropTable("qrtz_job_details");
        }
    }
}
