-- Who may do what: people, tokens, and what they did.

create table account (
  id            uuid                     not null,
  name          varchar(64)              not null,
  password_hash varchar(200)             not null,
  role          varchar(20)              not null,
  language      varchar(10),
  disabled      boolean                  not null,
  created_at    timestamp with time zone not null,
  version       bigint                   not null,
  constraint account_pk primary key (id),
  constraint account_name_unique unique (name),
  constraint account_role_known check (role ~ '^(network-admin|operator)$')
);
comment on table account is 'A person who signs in.';

create table token (
  id           uuid                     not null,
  name         varchar(64)              not null,
  secret_hash  varchar(64)              not null,
  role         varchar(20)              not null,
  created_at   timestamp with time zone not null,
  created_by   varchar(64)              not null,
  expires_at   timestamp with time zone,
  last_used_at timestamp with time zone,
  constraint token_pk primary key (id),
  constraint token_name_unique unique (name),
  constraint token_secret_unique unique (secret_hash),
  constraint token_role_known check (role ~ '^(network-admin|operator|agent)$')
);
comment on table token is 'A bearer token of a program; only the SHA-256 of its secret is kept.';

create table audit_entry (
  id      uuid                     not null,
  at      timestamp with time zone not null,
  actor   varchar(80)              not null,
  origin  varchar(64)              not null,
  action  varchar(64)              not null,
  subject varchar(200)             not null,
  detail  varchar(2000)            not null,
  constraint audit_entry_pk primary key (id)
);
create index audit_entry_at on audit_entry (at);
comment on table audit_entry is 'What somebody changed: who, when, from where. Never updated.';
